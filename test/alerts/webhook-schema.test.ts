import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { webhookChannel } from "../../src/alerts/channels/webhook-channel.ts";
import type { AlertMessage } from "../../src/alerts/message/alert-message.ts";
import { SEVERITIES } from "../../src/core/names/alarms.ts";
import { ALERT_KINDS } from "../../src/core/names/states.ts";
import { MESSAGES, messageNamed } from "./support/messages.ts";
import { webhookServer } from "./support/webhook-server.ts";

interface Schema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const schema = JSON.parse(readFileSync(new URL("../../schema/webhook.schema.json", import.meta.url), "utf8")) as Schema;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
const page = readFileSync(new URL("../../docs/alerts.md", import.meta.url), "utf8");

/** What arrives of a message. */
async function posted(message: AlertMessage, idempotencyKey: string) {
  await using server = await webhookServer((response) => response.end());
  const channel = webhookChannel({ url: server.url, signingSecret: null });
  const signal = AbortSignal.timeout(60_000);
  expect(await channel.deliver(message, { signal, idempotencyKey })).toEqual({ ok: true });
  return server.calls[0] ?? {};
}

it.each(Object.keys(MESSAGES))("the post of the %s message is as the published schema says", async (name) => {
  const body = await posted(messageNamed(name), `20260210_083000_5a3b1e00/${name} with spaces, ümlauts\n`);
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  // Strict here alone: receivers have to allow for fields that they do not know.
  expect(Object.keys(body).toSorted()).toEqual(Object.keys(schema.properties).toSorted());
});

it("the schema names every field, kind and severity, and so does the page", () => {
  expect([...schema.required].toSorted()).toEqual(Object.keys(schema.properties).toSorted());
  expect(schema.properties["kind"]?.["enum"]).toEqual([...ALERT_KINDS]);
  expect(schema.properties["severity"]?.["enum"]).toEqual([...SEVERITIES]);
  const [, section = ""] = page.split("### The webhook");
  expect(Object.keys(schema.properties).filter((field) => !section.includes(`\`${field}`))).toEqual([]);
  expect(section).toContain("schema/webhook.schema.json");
});
