import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { SMTPServerOptions } from "smtp-server";
import { describe, expect, it } from "vitest";
import type { Delivery } from "../../src/alerts/channels/channel.ts";
import { emailChannel } from "../../src/alerts/channels/email-channel.ts";
import type { AlertMessage } from "../../src/alerts/message/alert-message.ts";
import { noticeMessage } from "../../src/alerts/message/compose-message.ts";
import { renderEmail } from "../../src/alerts/render/render-email.ts";
import { sampleFacts } from "../../src/alerts/sample-facts.ts";
import { sampleMessage } from "../../src/alerts/sample-message.ts";
import { mailServer } from "./support/mail-server.ts";

const FROM = { name: "Nightgrid", address: "nightgrid@example.com" };
const TO = ["a@example.com", "b@example.org"];
const RECEIVERS = TO.map((address) => ({ name: "", address }));

interface Sending {
  readonly smtpUrl: string;
  readonly message?: AlertMessage;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly key?: string;
  readonly reached?: readonly string[];
  readonly refused?: readonly string[];
}

function deliver({
  smtpUrl,
  message = sampleMessage(),
  timeoutMs = 10_000,
  signal,
  key = "run/rule",
  reached = [],
  refused = [],
}: Sending): Promise<Delivery> {
  const channel = emailChannel({ smtpUrl, from: FROM, to: RECEIVERS, timeoutMs });
  const options = { signal: signal ?? new AbortController().signal, idempotencyKey: key, reached, refused };
  return channel.deliver(message, options);
}

function refusing(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

/** A server that accepts connections and leaves them to `greet`. */
async function rawServer(greet: (socket: Socket) => void): Promise<AsyncDisposable & { readonly url: string }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("emailChannel", () => {
  it("sends subject, text and HTML to every recipient", async () => {
    await using server = await mailServer();
    expect(await deliver({ smtpUrl: `smtp://127.0.0.1:${server.port}` })).toEqual({ ok: true });
    const expected = renderEmail(sampleMessage());
    const [mail] = await server.mails();
    expect(mail?.subject).toBe(expected.subject);
    expect(mail?.text?.trim()).toBe(expected.text.trim());
    expect(mail?.html?.trim()).toBe(expected.html.trim());
    expect(mail?.from).toEqual({ name: "Nightgrid", address: "nightgrid@example.com" });
    expect(server.recipients).toEqual(TO);
  });

  it("marks the mail as automatic, so that no out-of-office answer comes back", async () => {
    await using server = await mailServer();
    await deliver({ smtpUrl: `smtp://127.0.0.1:${server.port}` });
    const [mail] = await server.mails();
    expect(mail?.headers).toContainEqual(expect.objectContaining({ key: "auto-submitted", value: "auto-generated" }));
  });

  it("gives every try of one message the same Message-ID, and other messages another", async () => {
    await using server = await mailServer();
    for (const key of ["one", "one", "two"]) await deliver({ smtpUrl: `smtp://127.0.0.1:${server.port}`, key });
    const [first, second, third] = (await server.mails()).map((mail) => mail.messageId);
    expect(first).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("cannot be made to send headers or recipients by a title", async () => {
    await using server = await mailServer();
    const title = "Hello\r\nBcc: all@example.com\r\n\r\nbody";
    const message: AlertMessage = { ...noticeMessage({ title, text: "x", severity: "info" }, sampleFacts()), title };
    await deliver({ smtpUrl: `smtp://127.0.0.1:${server.port}`, message });
    const [mail] = await server.mails();
    expect(mail?.subject).toBe("[Nightgrid] Notice: Hello Bcc: all@example.com body");
    expect(mail?.bcc ?? []).toEqual([]);
    expect(server.recipients).toEqual(TO);
  });

  it("logs in with the user and password of the URL", async () => {
    let login: readonly unknown[] = [];
    await using server = await mailServer({
      onAuth(auth, _session, done) {
        login = [auth.username, auth.password];
        done(null, { user: "night" });
      },
    });
    expect(await deliver({ smtpUrl: `smtp://night%40grid:p%2Fss%20word@127.0.0.1:${server.port}` })).toEqual({
      ok: true,
    });
    expect(login).toEqual(["night@grid", "p/ss word"]);
  });

  it("speaks TLS from the start over smtps, and accepts an unknown certificate only when told to", async () => {
    await using server = await mailServer({ secure: true });
    const smtpUrl = `smtps://127.0.0.1:${server.port}`;
    expect(await deliver({ smtpUrl })).toMatchObject({ ok: false });
    expect(await deliver({ smtpUrl: `${smtpUrl}?tls.rejectUnauthorized=false` })).toEqual({ ok: true });
  });

  it("refuses to go on in the clear when TLS is required", async () => {
    await using server = await mailServer();
    expect(await deliver({ smtpUrl: `smtp://127.0.0.1:${server.port}?requireTLS=true` })).toMatchObject({ ok: false });
    expect(await server.mails()).toEqual([]);
  });

  it.each<[string, SMTPServerOptions, boolean]>([
    ["a busy mailbox", { onRcptTo: (_address, _session, done) => done(refusing(450, "try later")) }, true],
    ["an unknown mailbox", { onRcptTo: (_address, _session, done) => done(refusing(550, "no such user")) }, false],
    ["a refused sender", { onMailFrom: (_address, _session, done) => done(refusing(553, "not you")) }, false],
    [
      "a full disk",
      { onData: (stream, _session, done) => stream.on("end", () => done(refusing(452, "full"))).resume() },
      true,
    ],
  ])("knows whether %s is worth another try", async (_what, options, retryable) => {
    await using server = await mailServer(options);
    expect(await deliver({ smtpUrl: `smtp://127.0.0.1:${server.port}` })).toMatchObject({ ok: false, retryable });
  });

  it("gives up on a wrong password, and never repeats it", async () => {
    await using server = await mailServer({
      onAuth: (auth, _session, done) => done(refusing(535, `bad password ${auth.password}`)),
    });
    const delivery = await deliver({ smtpUrl: `smtp://user:hunter%212@127.0.0.1:${server.port}` });
    expect(delivery).toMatchObject({ ok: false, retryable: false });
    expect(JSON.stringify(delivery)).not.toMatch(/hunter/);
    expect(JSON.stringify(delivery)).toContain("bad password ***");
  });

  it("ends within its time-out when the server accepts and says nothing", async () => {
    await using server = await rawServer(() => undefined);
    const delivery = await deliver({ smtpUrl: server.url, timeoutMs: 100 });
    expect(delivery).toMatchObject({ ok: false, retryable: true });
  });

  it("ends within its time-out when the server keeps the line busy for ever", async () => {
    await using server = await rawServer((socket) => {
      socket.write("220 hello\r\n");
      socket.on("data", () => {
        const drip = (): boolean => socket.destroyed || socket.write("250-more\r\n", () => setImmediate(drip));
        drip();
      });
    });
    const expected = { ok: false, retryable: true, error: "mail: the mail server did not finish within 0.2 s" };
    expect(await deliver({ smtpUrl: server.url, timeoutMs: 200 })).toEqual(expected);
  });

  it("stops at once when its signal fires", async () => {
    const cancel = new AbortController();
    await using server = await rawServer(() => cancel.abort());
    const expected = { ok: false, retryable: true, error: "mail: the delivery was cancelled" };
    expect(await deliver({ smtpUrl: server.url, timeoutMs: 60_000, signal: cancel.signal })).toEqual(expected);
  });

  it("wants another try when the connection is closed in the middle", async () => {
    await using server = await rawServer((socket) => socket.end("220 hello\r\n"));
    expect(await deliver({ smtpUrl: server.url })).toMatchObject({ ok: false, retryable: true });
  });

  it("is unavailable with an unusable URL, and does not repeat it", async () => {
    const channel = emailChannel({ smtpUrl: "http://user:hunter2@mail", from: FROM, to: RECEIVERS });
    expect(channel.unavailable).toBe("SMTP_URL cannot be used: it must start with smtp:// or smtps://");
    const delivery = await channel.deliver(sampleMessage(), {
      signal: new AbortController().signal,
      idempotencyKey: "k",
    });
    expect(delivery).toEqual({ ok: false, retryable: false, error: `email: ${channel.unavailable}` });
  });

  describe("FAULTS 8.6: several receivers, of whom the server refuses some", () => {
    const refuseB = (code: number): SMTPServerOptions => ({
      onRcptTo: ({ address }, _session, done) => done(address === "b@example.org" ? refusing(code, "not now") : null),
    });

    it("are reached as far as they can be, and those refused for a time are named and tried again, alone", async () => {
      await using server = await mailServer(refuseB(450));
      const smtpUrl = `smtp://127.0.0.1:${server.port}`;
      const first = await deliver({ smtpUrl });
      expect(first).toMatchObject({ ok: false, retryable: true, reached: ["a@example.com"], refused: [] });
      expect(JSON.stringify(first)).toMatch(/b@example.org refused \(.*not now\); delivered to a@example.com/);
      const again = await deliver({ smtpUrl, reached: ["a@example.com"] });
      expect(again).toMatchObject({ ok: false, retryable: true, reached: [] });
      expect(await server.mails()).toHaveLength(1);
    });

    it("who are refused for good are reported, and not tried again", async () => {
      await using server = await mailServer(refuseB(550));
      const smtpUrl = `smtp://127.0.0.1:${server.port}`;
      const first = await deliver({ smtpUrl });
      const refused = ["b@example.org"];
      expect(first).toMatchObject({ ok: false, retryable: false, reached: ["a@example.com"], refused });
      expect(JSON.stringify(first)).toMatch(/b@example.org refused \(.*not now\); delivered to a@example.com/);
      expect(await deliver({ smtpUrl, reached: ["a@example.com"], refused })).toEqual({ ok: true });
      expect(await server.mails()).toHaveLength(1);
    });

    it("of whom one is refused for good and one for a time are told apart, also when nobody is reached", async () => {
      await using server = await mailServer({
        onRcptTo: ({ address }, _session, done) => done(refusing(address === "b@example.org" ? 550 : 451, "no")),
      });
      const first = await deliver({ smtpUrl: `smtp://127.0.0.1:${server.port}` });
      expect(first).toMatchObject({ ok: false, retryable: true, reached: [], refused: ["b@example.org"] });
    });

    it("still see who else was told, and get the same Message-ID", async () => {
      await using server = await mailServer();
      const smtpUrl = `smtp://127.0.0.1:${server.port}`;
      expect(await deliver({ smtpUrl, reached: ["a@example.com"] })).toEqual({ ok: true });
      expect(server.recipients).toEqual(["b@example.org"]);
      const [mail] = await server.mails();
      expect(mail?.to?.map(({ address }) => address)).toEqual(TO);
      expect(await deliver({ smtpUrl, reached: TO })).toEqual({ ok: true });
      expect(await server.mails()).toHaveLength(1);
    });
  });
});
