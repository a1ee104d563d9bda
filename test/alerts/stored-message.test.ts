import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readStoredMessage, storedMessage } from "../../src/alerts/message/stored-message.ts";
import { renderEmail } from "../../src/alerts/render/render-email.ts";
import { renderWebhook } from "../../src/alerts/render/render-webhook.ts";
import { sampleMessage } from "../../src/alerts/sample-message.ts";

const record = { runId: "20260210_083000_5a3b1e00", rule: "low_sharpe", kind: "fired" } as const;
const asStored = (document: unknown): unknown => JSON.parse(JSON.stringify(document));
const read = (message: unknown) => readStoredMessage({ ...record, message: asStored(message) });
/** As each released version has written them: never edited. */
const released = (version: number): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(new URL(`stored/message-${version}.json`, import.meta.url), "utf8"));

it("a message is read as it was written", () => {
  expect(read(storedMessage(sampleMessage()))).toEqual(sampleMessage());
});

it("a message that the first version with alarms has written is read as it is", () => {
  const { version, ...message } = released(1);
  expect(version).toBe(1);
  expect(read(released(1))).toEqual(message);
  expect(message).toMatchObject({ kind: "fired", about: { severity: "warning", rule: "sample_alert" } });
});

it("a message of before there were alarms says what it is about all the same", () => {
  const old = released(0);
  const about = { severity: "warning", dag: "nightly", run: record.runId, rule: "low_sharpe", isExperiment: false };
  expect(read(old)).toEqual({ ...old, about: { ...about, subject: null, when: null } });
  expect(renderWebhook(read(old), "id")).toMatchObject({ severity: "warning", alarm: "nightly/low_sharpe" });
  const notice = readStoredMessage({ ...record, kind: "notice", message: { ...old, kind: "notice" } });
  expect(notice.about).toMatchObject({ severity: "info", rule: null });
});

it("what cannot be read is told as such, with the run to look at, and never thrown", () => {
  const whole = storedMessage(sampleMessage());
  const bad: readonly (readonly [unknown, string])[] = [
    [{ ...whole, version: 99 }, "format 99"],
    [{ ...whole, version: "1" }, `format "1"`],
    [{ ...whole, rows: [{ label: "DAG" }] }, "rows[0].value"],
    [{ ...whole, kind: "shouted" }, "kind"],
    [{ ...whole, about: { ...sampleMessage().about, severity: "loud" } }, "about.severity"],
    [{ ...whole, about: null }, "about"],
    [{ ...whole, text: undefined }, "text"],
    [[whole], "no message"],
    [null, "no message"],
  ];
  for (const [document, part] of bad) {
    const message = read(document);
    expect(message).toMatchObject({ kind: "fired", title: "low_sharpe", text: expect.stringContaining(part) });
    expect(renderEmail(message).text).toContain(`nightgrid show ${record.runId}`);
  }
});
