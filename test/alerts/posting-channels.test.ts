import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { slackChannel } from "../../src/alerts/channels/slack-channel.ts";
import { teamsChannel } from "../../src/alerts/channels/teams-channel.ts";
import { webhookChannel } from "../../src/alerts/channels/webhook-channel.ts";
import { renderTeams } from "../../src/alerts/render/render-teams.ts";
import { renderWebhook } from "../../src/alerts/render/render-webhook.ts";
import { sampleMessage } from "../../src/alerts/sample-message.ts";
import { webhookServer } from "./support/webhook-server.ts";

const delivery = (idempotencyKey = "run/rule") => ({ signal: new AbortController().signal, idempotencyKey });
const CHANNELS = {
  slack: (url: string, timeoutMs = 5_000) => slackChannel({ webhookUrl: url, timeoutMs }),
  teams: (url: string, timeoutMs = 5_000) => teamsChannel({ webhookUrl: url, timeoutMs }),
  webhook: (url: string, timeoutMs = 5_000) => webhookChannel({ url, signingSecret: "hush-hush", timeoutMs }),
};
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(["slack", "teams", "webhook"] as const)("%s", (name) => {
  const answered = async (answer: (response: ServerResponse, request: IncomingMessage) => void) => {
    await using server = await webhookServer(answer);
    return await CHANNELS[name](server.url).deliver(sampleMessage(), delivery());
  };

  it("takes every 2xx for a receipt", async () => {
    for (const status of [200, 202, 204])
      expect(await answered((response) => response.writeHead(status).end())).toEqual({ ok: true });
  });

  it("hands on the wait that it is asked for, and tries again what another try may help", async () => {
    expect(await answered((response) => response.writeHead(429, { "retry-after": "30" }).end())).toMatchObject({
      ok: false,
      retryable: true,
      retryAfterMs: 30_000,
    });
    expect(await answered((response) => response.writeHead(503).end())).toMatchObject({ ok: false, retryable: true });
    for (const status of [302, 400, 404, 410]) {
      const refused = await answered((response) =>
        response.writeHead(status, { location: "http://127.0.0.1:1" }).end(),
      );
      expect(refused, String(status)).toMatchObject({ ok: false, retryable: false });
    }
  });

  it("takes the status for the answer, though the rest of it never comes or never ends", async () => {
    const endless = (status: number) => (response: ServerResponse) => {
      response.writeHead(status);
      const more = (): void => {
        if (!response.destroyed) response.write("x".repeat(100_000), more);
      };
      more();
    };
    for (const slow of [
      (status: number) => (response: ServerResponse) => response.writeHead(status).write("o"),
      endless,
    ]) {
      await using delivered = await webhookServer(slow(200));
      expect(await CHANNELS[name](delivered.url, 10_000).deliver(sampleMessage(), delivery())).toEqual({ ok: true });
      await using gone = await webhookServer(slow(410));
      expect(await CHANNELS[name](gone.url, 10_000).deliver(sampleMessage(), delivery())).toMatchObject({
        ok: false,
        retryable: false,
        error: expect.stringContaining("answered 410"),
      });
    }
  });

  it("does not believe an absurd wait: a day at most", async () => {
    for (const wait of ["99999999999999", "9".repeat(400), "Fri, 01 Jan 9999 00:00:00 GMT"]) {
      const refused = await answered((response) => response.writeHead(429, { "retry-after": wait }).end());
      expect(refused).toMatchObject({ retryable: true, retryAfterMs: 86_400_000 });
    }
    for (const wait of ["-5", "1e9", "soon", "Fri, 01 Jan 1999 00:00:00 GMT"]) {
      const refused = await answered((response) => response.writeHead(429, { "retry-after": wait }).end());
      expect(refused).not.toHaveProperty("retryAfterMs");
    }
  });

  it("ends within its time-out, and repeats no secret", async () => {
    await using server = await webhookServer(() => {});
    expect(await CHANNELS[name](server.url, 50).deliver(sampleMessage(), delivery())).toMatchObject({
      retryable: true,
    });
    const refused = await answered((response, { url }) => response.writeHead(400).end(`${url} hush-hush`));
    expect(refused).toMatchObject({ error: expect.stringContaining("answered 400") });
    expect(JSON.stringify(refused)).not.toMatch(/s3cr3tTok3n/);
    if (name === "webhook") expect(JSON.stringify(refused)).not.toContain("hush");
  });
});

describe("what is posted", () => {
  it("to Teams is the card", async () => {
    await using server = await webhookServer((response) => response.writeHead(202).end());
    await CHANNELS.teams(server.url).deliver(sampleMessage(), delivery());
    expect(server.calls).toEqual([asJson(renderTeams(sampleMessage()))]);
  });

  it("to a webhook is signed as Standard Webhooks has it, with a key that fits into a header", async () => {
    let headers: IncomingHttpHeaders = {};
    await using server = await webhookServer((response, request) => {
      headers = request.headers;
      response.end();
    });
    const signing = { signingSecret: `whsec_${btoa("key of 16 bytes!")}`, now: () => 1_700_000_000_999 };
    await webhookChannel({ url: server.url, ...signing }).deliver(sampleMessage(), delivery());
    const body = JSON.stringify(renderWebhook(sampleMessage(), "run/rule"));
    expect(server.calls).toEqual([JSON.parse(body)]);
    const digest = createHmac("sha256", "key of 16 bytes!").update(`run/rule.1700000000.${body}`).digest("base64");
    expect(headers).toMatchObject({
      "idempotency-key": "run/rule",
      "webhook-id": "run/rule",
      "webhook-timestamp": "1700000000",
      "webhook-signature": `v1,${digest}`,
    });
    await webhookChannel({ url: server.url, signingSecret: null }).deliver(sampleMessage(), delivery("run/größer\n"));
    expect(headers["idempotency-key"]).toMatch(/^[0-9a-f]{64}$/);
    expect(headers["webhook-signature"]).toBeUndefined();
  });
});
