import { describe, expect, it } from "vitest";
import { channelsFromEnv } from "../../src/alerts/channels/channels-from-env.ts";
import { MAX_DELIVERY_ATTEMPTS, nextDeliveryDelay } from "../../src/alerts/channels/delivery-delay.ts";
import { mailAddresses } from "../../src/alerts/channels/mail-addresses.ts";
import { smtpSettings } from "../../src/alerts/channels/smtp-settings.ts";
import { sampleMessage } from "../../src/alerts/sample-message.ts";
import { CHANNEL_NAMES } from "../../src/core/names/channels.ts";

const EMAIL = {
  SMTP_URL: "smtp://user:hunter2@mail.example.com",
  ALERT_EMAIL_FROM: "Nightgrid <n@example.com>",
  ALERT_EMAIL_TO: "a@example.com, b@example.org,",
};

function unavailable(env: Readonly<Record<string, string>>): Readonly<Record<string, string | null>> {
  const channels = channelsFromEnv(env);
  return Object.fromEntries(CHANNEL_NAMES.map((name) => [name, channels[name].unavailable]));
}

describe("channelsFromEnv", () => {
  it("names what is missing", () => {
    expect(unavailable({ SMTP_URL: "smtp://x" })).toEqual({
      slack: "not configured: set SLACK_WEBHOOK_URL",
      email: "not configured: set ALERT_EMAIL_FROM, ALERT_EMAIL_TO",
      teams: "not configured: set TEAMS_WEBHOOK_URL",
      webhook: "not configured: set ALERT_WEBHOOK_URL",
    });
  });

  it("configures all channels", () => {
    const webhooks = { SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/x", TEAMS_WEBHOOK_URL: "https://a/b" };
    expect(unavailable({ ...webhooks, ALERT_WEBHOOK_URL: "http://localhost:1/hook", ...EMAIL })).toEqual({
      slack: null,
      email: null,
      teams: null,
      webhook: null,
    });
  });

  it("delivers nothing over a channel that is not configured, and says so", async () => {
    const { slack } = channelsFromEnv({});
    const options = { signal: new AbortController().signal, idempotencyKey: "k" };
    expect(await slack.deliver(sampleMessage(), options)).toEqual({
      ok: false,
      retryable: false,
      error: "slack: not configured: set SLACK_WEBHOOK_URL",
    });
  });

  it("never repeats an unusable secret", () => {
    const found = unavailable({
      ...EMAIL,
      SLACK_WEBHOOK_URL: "hooks/s3cret",
      SMTP_URL: "smtp://u:hunter2@h?color=red",
    });
    expect(found["slack"]).toContain("SLACK_WEBHOOK_URL cannot be used");
    expect(found["email"]).toContain('there is no option "color"');
    expect(JSON.stringify(found)).not.toMatch(/s3cret|hunter2/);
  });

  it.each(["nobody", "a@b\r\nBcc: c@d", "<a@b", "a b@c"])("refuses %j as an address", (address) => {
    expect(unavailable({ ...EMAIL, ALERT_EMAIL_FROM: address })["email"]).toContain("is not an e-mail address");
  });
});

describe("FAULTS 8.6: addresses as mail headers have them", () => {
  const john = { name: "Doe, John", address: "john@example.com" };
  it.each([
    ['"Doe, John" <john@example.com>, ops@example.com', [john, { name: "", address: "ops@example.com" }]],
    ["a@example.com, ,b@example.com,", ["a@example.com", "b@example.com"].map((address) => ({ name: "", address }))],
    [
      "Ops: a@example.com, b@example.com;",
      ["a@example.com", "b@example.com"].map((address) => ({ name: "", address })),
    ],
    ["Jürgen (nights) <j@example.com>", [{ name: "Jürgen", address: "j@example.com" }]],
    ["", []],
  ])("%j", (text, expected) => {
    expect(mailAddresses(text)).toEqual(expected);
  });

  it.each(["ops", "a@example.com, nobody", "<a@b", "a@b\r\nBcc: c@d", '"a@b', "a b@c"])(
    "%j is not all addresses",
    (text) => {
      expect(typeof mailAddresses(text)).toBe("string");
      expect(unavailable({ ...EMAIL, ALERT_EMAIL_TO: text })["email"]).toContain("is not an e-mail address");
    },
  );

  it("takes one sender only", () => {
    expect(unavailable({ ...EMAIL, ALERT_EMAIL_FROM: "a@b, c@d" })["email"]).toContain("it is several");
  });
});

function requiresTls(url: string): boolean | string {
  const settings = smtpSettings(url);
  return typeof settings === "string" ? settings : settings.requireTLS;
}

describe("smtpSettings", () => {
  it("takes the usual ports and reads credentials in URL encoding", () => {
    expect(smtpSettings("smtp://me:p%40ss@mail.example.com")).toMatchObject({
      port: 587,
      secure: false,
      user: "me",
      password: "p@ss",
    });
    expect(smtpSettings("smtps://mail.example.com")).toMatchObject({ port: 465, secure: true, user: null });
    expect(smtpSettings("smtp://[::1]:2525")).toMatchObject({ host: "::1", port: 2525 });
  });

  it("never sends a password in the clear to another machine unless told to", () => {
    expect(requiresTls("smtp://u:p@mail.example.com")).toBe(true);
    expect(requiresTls("smtp://u:p@mail.example.com?ignoreTLS=true")).toBe(false);
    expect(requiresTls("smtp://mail.example.com")).toBe(false);
    expect(requiresTls("smtp://u:p@localhost")).toBe(false);
  });

  it("says what is wrong", () => {
    expect(smtpSettings("mail")).toContain("no URL");
    expect(smtpSettings("smtp://u:%ZZ@host")).toContain("URL-encoded");
  });
});

describe("nextDeliveryDelay", () => {
  it("doubles from 5 s to 15 minutes", () => {
    expect([1, 2, 3, 8, 9, 100].map((attempt) => nextDeliveryDelay(attempt))).toEqual([
      5_000, 10_000, 20_000, 640_000, 900_000, 900_000,
    ]);
  });

  it("honours a longer wait that was asked for, never a shorter one, and none beyond a day", () => {
    expect(nextDeliveryDelay(1, 30_000)).toBe(30_000);
    expect(nextDeliveryDelay(9, 30_000)).toBe(900_000);
    expect(nextDeliveryDelay(1, 1e12)).toBe(86_400_000);
  });

  it("ends", () => {
    expect(nextDeliveryDelay(MAX_DELIVERY_ATTEMPTS - 1)).not.toBeNull();
    expect(nextDeliveryDelay(MAX_DELIVERY_ATTEMPTS)).toBeNull();
  });
});
