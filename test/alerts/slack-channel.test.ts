import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { Delivery } from "../../src/alerts/channels/channel.ts";
import { slackChannel } from "../../src/alerts/channels/slack-channel.ts";
import { renderSlack } from "../../src/alerts/render/render-slack.ts";
import { sampleMessage } from "../../src/alerts/sample-message.ts";
import { webhookServer } from "./support/webhook-server.ts";

const SECRETS = /s3cr3tTok3n|T000|B000/;

function deliver(webhookUrl: string, timeoutMs = 5_000, signal = new AbortController().signal): Promise<Delivery> {
  return slackChannel({ webhookUrl, timeoutMs }).deliver(sampleMessage(), { signal, idempotencyKey: "run/rule" });
}

describe("slackChannel", () => {
  it("posts the rendered message", async () => {
    await using slack = await webhookServer((response) => response.end("ok"));
    expect(await deliver(slack.url)).toEqual({ ok: true });
    expect(slack.calls).toEqual([JSON.parse(JSON.stringify(renderSlack(sampleMessage())))]);
  });

  it("hands the wait that a 429 asks for to the caller, and does not try again by itself", async () => {
    await using slack = await webhookServer((response) => response.writeHead(429, { "retry-after": "30" }).end());
    expect(await deliver(slack.url)).toEqual({
      ok: false,
      retryable: true,
      retryAfterMs: 30_000,
      error: "Slack answered 429",
    });
    expect(slack.calls).toHaveLength(1);
  });

  it("leaves the wait to the backoff when a 429 names none", async () => {
    await using slack = await webhookServer((response) => response.writeHead(429, { "retry-after": "soon" }).end());
    expect(await deliver(slack.url)).toEqual({ ok: false, retryable: true, error: "Slack answered 429" });
  });

  it.each([500, 502, 503, 408])("wants another try after %i", async (status) => {
    await using slack = await webhookServer((response) => response.writeHead(status).end("oops"));
    expect(await deliver(slack.url)).toMatchObject({ ok: false, retryable: true });
  });

  it.each([400, 403, 404, 410])("gives up after %i and says why", async (status) => {
    await using slack = await webhookServer((response) => response.writeHead(status).end("no_service"));
    const error = `Slack answered ${status} (no_service)`;
    expect(await deliver(slack.url)).toEqual({ ok: false, retryable: false, error });
  });

  it("FAULTS 8.8: repeats no secret, encoded or at the place where an answer is cut", async () => {
    const secret = "s3cr3tTok3n";
    await using slack = await webhookServer((response) =>
      response.writeHead(400).end(`${btoa(secret)} ${"x".repeat(175)} ${secret}`),
    );
    const delivery = await deliver(`${slack.url}/${secret}`);
    const error = delivery.ok ? "" : delivery.error;
    expect(error).toContain("*** xxx");
    expect(error).not.toMatch(/s3cr|czNj/);
  });

  it("ends within its time-out when the server never answers", async () => {
    await using slack = await webhookServer(() => undefined);
    const expected = { ok: false, retryable: true, error: "Slack did not answer within 0.1 s" };
    expect(await deliver(slack.url, 100)).toEqual(expected);
  });

  it("ends within its time-out when the answer starts and never ends, and says what there was of it", async () => {
    await using slack = await webhookServer((response) => response.writeHead(500).write("part"));
    const expected = { ok: false, retryable: true, error: "Slack answered 500 (part)" };
    expect(await deliver(slack.url, 100)).toEqual(expected);
  });

  it("stops at once when its signal fires", async () => {
    const cancel = new AbortController();
    await using slack = await webhookServer(() => cancel.abort());
    const expected = { ok: false, retryable: true, error: "the delivery was cancelled" };
    expect(await deliver(slack.url, 60_000, cancel.signal)).toEqual(expected);
  });

  it("wants another try when the connection is closed without an answer", async () => {
    await using slack = await webhookServer((response) => response.destroy());
    expect(await deliver(slack.url)).toMatchObject({ ok: false, retryable: true });
  });

  it("wants another try when nobody listens", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const delivery = await deliver(`http://127.0.0.1:${port}/services/T000/B000/s3cr3tTok3n`);
    expect(delivery).toMatchObject({ ok: false, retryable: true });
    expect(delivery).toHaveProperty("error", expect.stringContaining("ECONNREFUSED"));
  });

  it("does not follow a redirect with the message", async () => {
    await using other = await webhookServer((response) => response.end("ok"));
    await using slack = await webhookServer((response) => response.writeHead(302, { location: other.url }).end());
    expect(await deliver(slack.url)).toMatchObject({ ok: false });
    expect(other.calls).toEqual([]);
  });

  it("keeps the webhook's secret out of every error", async () => {
    await using echo = await webhookServer((response, request) => response.writeHead(404).end(`no ${request.url}`));
    await using dead = await webhookServer((response) => response.destroy());
    const unusable = "http://127.0.0.1:99999/services/T000/B000/s3cr3tTok3n";
    const withUser = "http://T000:s3cr3tTok3n@127.0.0.1/services/T000/B000/s3cr3tTok3n";
    const urls = [echo.url, dead.url, unusable, withUser];
    const deliveries = await Promise.all(urls.map((url) => deliver(url)));
    expect(deliveries.map((delivery) => delivery.ok)).toEqual([false, false, false, false]);
    expect(deliveries.filter((delivery) => SECRETS.test(JSON.stringify(delivery)))).toEqual([]);
  });
});
