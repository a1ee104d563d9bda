import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../../src/alerts/channels/channel.ts";
import type { AlertRule } from "../../../src/core/spec/alert-rule.ts";
import type { DagSpec, NotificationsSpec } from "../../../src/factory/dag-spec.ts";
import { findAlarms } from "../../../src/runs/alarms/alarm-views.ts";
import { runFacts } from "../../../src/runs/end/run-facts.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { insertMute } from "../../../src/store/alarms/write-alarms.ts";
import { outboxBench, type OutboxBench } from "../../support/outbox/outbox-bench.ts";
import { quietNow } from "../../support/outbox/quiet-now.ts";
import { sampleDag } from "../../support/sample-dag.ts";

let outbox: OutboxBench;
beforeEach(async () => void (outbox = await outboxBench()));
afterEach(() => outbox[Symbol.asyncDispose]());

const HOLDS = "cells.total == 16";
const IDLE = "cells.total > 100";
const DOWN: Delivery = { ok: false, retryable: true, error: "500" };

function dag(when: string, changes: Partial<AlertRule> = {}, notifications: NotificationsSpec | null = null): DagSpec {
  const alerts: AlertRule[] = [{ name: "rule", when, to: ["slack"], renotifyMs: 0, throttleMs: 0, ...changes }];
  return sampleDag({ id: "watched", alerts, ...(notifications !== null && { notifications }) });
}

const told = () => outbox.sent.map(({ channel, message }) => `${channel} ${message.kind}`);

describe("quiet hours and the order of messages", () => {
  it("a recovery after quiet hours does not overtake the summary in which its alarm is told", async () => {
    await outbox.endRun(dag(HOLDS, {}, quietNow("slack")));
    await outbox.endRun(dag(HOLDS, {}, quietNow("slack")));
    await outbox.pass(3);
    outbox.answers.slack = [DOWN];
    await outbox.deliver();
    await outbox.endRun(dag(IDLE));
    await outbox.deliver(2);
    expect(told()).toEqual(["slack summary"]);
    await outbox.pass(1);
    await outbox.deliver();
    await outbox.deliver();
    expect(told()).toEqual(["slack summary", "slack summary", "slack recovered"]);
  });

  it("a summary does not tell a recovery whose alarm is still being tried", async () => {
    outbox.answers.slack = [DOWN];
    await outbox.endRun(dag(HOLDS));
    await outbox.deliver();
    await outbox.endRun(dag(IDLE, {}, quietNow("slack")));
    await outbox.endRun({ ...dag(HOLDS, {}, quietNow("slack")), id: "another" });
    await outbox.project.deps.database.query("update delivery set next_at = now() + interval '1 day' where not held");
    await outbox.pass(3);
    await outbox.deliver();
    // What waits for nothing else goes out alone.
    expect(outbox.sent.map(({ message }) => message.title)).toEqual(["rule in watched", "rule in another"]);
    await outbox.pass(24);
    await outbox.deliver();
    expect(told()).toEqual(["slack fired", "slack fired", "slack fired", "slack recovered"]);
  });

  it("what became critical does not wait behind what was held as a warning: that goes before it, at once", async () => {
    await outbox.endRun(dag(HOLDS, { severity: "warning" }, quietNow("slack")));
    await outbox.deliver();
    expect(told()).toEqual([]);
    await outbox.endRun(dag(HOLDS, { severity: "critical" }, quietNow("slack")));
    await outbox.deliver();
    expect(outbox.sent.map(({ message }) => message.about.severity)).toEqual(["warning", "critical"]);
  });
});

describe("whom a recovery is told", () => {
  it("those who were told of the alarm, also when the file has sent it elsewhere since", async () => {
    await outbox.endRun(dag(HOLDS, { to: ["slack", "webhook"] }));
    await outbox.endRun(dag(IDLE, { to: ["email"] }));
    await outbox.deliver();
    expect(told().toSorted()).toEqual(["slack fired", "slack recovered", "webhook fired", "webhook recovered"]);
  });
});

describe("a rule that is renamed while its alarm fires", () => {
  it("ends the old alarm, once, for those who were told of it, and raises the new one", async () => {
    await outbox.endRun(dag(HOLDS, { to: ["slack", "email"] }));
    await outbox.endRun(dag(HOLDS, { name: "renamed", to: ["slack"] }));
    await outbox.endRun(dag(HOLDS, { name: "renamed", to: ["slack"], renotifyMs: null }));
    await outbox.deliver();
    const tale = outbox.sent.map(({ channel, message }) => `${channel} ${message.kind} ${message.about.rule ?? ""}`);
    expect(tale.filter((line) => line.startsWith("slack")).toSorted()).toEqual([
      "slack fired renamed",
      "slack fired rule",
      "slack recovered rule",
    ]);
    expect(tale.filter((line) => line.startsWith("email"))).toEqual(["email fired rule", "email recovered rule"]);
  });

  it("tells so after a mute", async () => {
    const { database } = outbox.deps;
    await outbox.endRun(dag(HOLDS));
    const until = new Date(Date.now() + 3_600_000);
    await insertMute(database, { dagId: "watched", rule: "rule" }, until, {
      by: "eve",
      origin: "cli",
      reason: "renaming",
    });
    await outbox.endRun(dag(IDLE, { name: "renamed" }));
    await outbox.deliver();
    expect(told()).toEqual(["slack fired"]);
    await outbox.pass(2);
    await outbox.endRun(dag(IDLE, { name: "renamed" }));
    await outbox.deliver();
    expect(told()).toEqual(["slack fired", "slack recovered"]);
  });
});

describe("a run that failed before there was a backtest", () => {
  it("does not end an alarm of that backtest without a word", async () => {
    const rule = { name: "low", when: "best.sharpe < 0.5", to: ["slack"], renotifyMs: 0, throttleMs: 0 } as const;
    const spec = sampleDag({ id: "watched", alerts: [rule] });
    await outbox.endRun(spec);
    const [before] = await findAlarms(outbox.project.deps.database, "watched/low");
    expect(before).toMatchObject({ state: "firing", told: true });
    const run = await readRun(outbox.deps.database, await outbox.project.start(spec));
    if (run === null) throw new Error("the run was started");
    await outbox.deps.database.query("delete from task where run_id = $1", [run.id]);
    const facts = await runFacts(run, { spec, verdict: { state: "failed", reason: "no data" } }, outbox.deps);
    await outbox.endRun(spec, facts);
    const after = await findAlarms(outbox.project.deps.database, "watched/low");
    expect(after).toMatchObject([{ subject: before?.subject, state: "firing", told: true, isUndecided: true }]);
  });
});
