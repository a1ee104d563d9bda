import { describe, expect, it } from "vitest";
import type { Alarm } from "../../src/alerts/alarms/alarm.ts";
import { newAlarm } from "../../src/alerts/alarms/alarm.ts";
import { type AlertPlanInput, planMessages } from "../../src/alerts/plan-messages.ts";
import type { AlertVerdict } from "../../src/alerts/rules/evaluate-rules.ts";
import { sampleFacts } from "../../src/alerts/sample-facts.ts";
import { factsWithout, factsWithoutBest, rule } from "./support/facts.ts";

const NOW = new Date("2026-02-10T08:31:00Z");
const NOTHING: Pick<AlertPlanInput, "alarms" | "mutes" | "now"> = { alarms: [], mutes: [], now: NOW };

/** As the run before left it, where it said so and people were told. */
function alarmAfter(verdict: AlertVerdict): Alarm {
  const alarm = newAlarm({ rule: "a_rule", subject: "backtest" }, "warning");
  if (verdict === "quiet") return alarm;
  const yesterday = new Date(NOW.getTime() - 24 * 3_600_000);
  return verdict === "fired"
    ? { ...alarm, state: "firing", toldTo: ["slack", "email"], holds: 1, firingSince: yesterday, firedAt: yesterday }
    : { ...alarm, state: "undecided", isUndecided: true, undecidedAt: yesterday };
}

/** What is said of a rule that is quiet now. */
function kindsAfter(before: AlertVerdict): readonly string[] {
  const plan = planMessages({
    rules: [rule("best.sharpe < 0")],
    facts: sampleFacts(),
    ...NOTHING,
    alarms: [alarmAfter(before)],
  });
  return plan.messages.map(({ message }) => message.kind);
}

describe("planMessages", () => {
  it("says nothing of quiet rules", () => {
    const { outcomes, messages } = planMessages({
      rules: [rule("best.sharpe > 5")],
      facts: sampleFacts(),
      ...NOTHING,
    });
    expect(outcomes.map((outcome) => outcome.verdict)).toEqual(["quiet"]);
    expect(messages).toEqual([]);
  });

  it("sends one message per rule that fired, however many cells failed", () => {
    const facts = { ...sampleFacts(), cells: { total: 4950, succeeded: 0, cached: 0, failed: 4950 } };
    const { messages } = planMessages({ rules: [rule("cells.failed > 0", "failures")], facts, ...NOTHING });
    expect(messages.map(({ rule: name, to, message }) => [name, to, message.kind])).toEqual([
      ["failures", ["slack", "email"], "fired"],
    ]);
  });

  it("delivers undecided rules too: silence would look like health", () => {
    const { messages } = planMessages({
      rules: [rule("best.sharpe < 0.5")],
      facts: factsWithout("sharpe", "no_trades"),
      ...NOTHING,
      alarms: [alarmAfter("quiet")],
    });
    expect(messages.map(({ message }) => [message.kind, message.text])).toEqual([
      ["undecided", "The rule best.sharpe < 0.5 could not be decided: sharpe is undefined: no_trades."],
    ]);
  });

  it("spares a channel that hears of the failed run the rules that could not be decided for it", () => {
    const facts = factsWithoutBest();
    const failed = { ...facts, run: { ...facts.run, state: "failed" as const } };
    const onState = { ...rule('run.state == "failed"', "run_failed"), to: ["slack"] as const };
    const sent = (rules: Parameters<typeof planMessages>[0]["rules"]) =>
      planMessages({ rules, facts: failed, ...NOTHING }).messages.map(({ rule: name, to }) => [name, ...to]);
    expect(sent([rule("best.sharpe < 0.5", "low_sharpe"), onState])).toEqual([
      ["low_sharpe", "email"],
      ["run_failed", "slack"],
    ]);
    expect(sent([{ ...rule("best.sharpe < 0.5", "low_sharpe"), to: ["slack"] }, onState])).toEqual([
      ["run_failed", "slack"],
    ]);
    expect(sent([rule("best.sharpe < 0.5", "low_sharpe")])).toEqual([["low_sharpe", "slack", "email"]]);
  });

  it("announces the recovery of a rule that fired in the run before, and only of such a one", () => {
    expect(kindsAfter("fired")).toEqual(["recovered"]);
    expect(kindsAfter("quiet")).toEqual([]);
    expect(kindsAfter("undecided")).toEqual([]);
  });

  it("gives the messages of one run different keys, and the same message the same key", () => {
    const rules = [rule("best.sharpe < 1", "a"), rule("cells.failed > 0", "b")];
    const keys = () =>
      planMessages({ rules, facts: sampleFacts(), ...NOTHING }).messages.map((planned) => planned.idempotencyKey);
    expect(new Set(keys()).size).toBe(2);
    expect(keys()).toEqual(keys());
  });

  it("survives the way through an outbox as JSON", () => {
    const { messages } = planMessages({ rules: [rule("best.sharpe < 1")], facts: sampleFacts(), ...NOTHING });
    expect(JSON.parse(JSON.stringify(messages))).toEqual(messages);
  });
});
