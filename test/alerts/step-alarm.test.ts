import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Alarm, newAlarm } from "../../src/alerts/alarms/alarm.ts";
import { stepAlarm } from "../../src/alerts/alarms/step-alarm.ts";
import type { AlertVerdict } from "../../src/alerts/rules/evaluate-rules.ts";
import { type AlertPolicy, policyOf } from "../../src/core/values/alert-policy.ts";

const HOUR = 3_600_000;

interface Turn {
  readonly verdict: AlertVerdict;
  /** Hours since the last run. */
  readonly after?: number;
  readonly isMuted?: boolean;
  readonly isWaiting?: boolean;
  /** Somebody acknowledges before the run, until so many hours later; null: until it is over. */
  readonly ack?: number | null;
}

interface Told {
  readonly say: string | null;
  readonly event: string | null;
  readonly at: number;
  readonly alarm: Alarm;
}

function play(turns: readonly Turn[], policy: AlertPolicy = {}): readonly Told[] {
  let alarm = newAlarm({ rule: "a", subject: "run" }, "warning");
  let at = 0;
  return turns.map(({ verdict, after = 24, isMuted = false, isWaiting = false, ack }) => {
    at += after * HOUR;
    const now = new Date(at);
    if (ack !== undefined && alarm.state !== "quiet") {
      const until = ack === null ? null : new Date(at + ack * HOUR);
      alarm = { ...alarm, ack: { by: "eve", note: "on it", at: now, until } };
    }
    const step = stepAlarm(alarm, {
      verdict,
      reason: null,
      to: ["slack"],
      isWaiting,
      policy: policyOf(policy),
      isMuted,
      now,
    });
    alarm = step.alarm;
    return { ...step, at };
  });
}

const said = (turns: readonly Turn[], policy?: AlertPolicy) => play(turns, policy).map(({ say }) => say);
const F: Turn = { verdict: "fired" };
const Q: Turn = { verdict: "quiet" };
const U: Turn = { verdict: "undecided" };

describe("stepAlarm", () => {
  it("says a nightly alarm each night, and once that it is over", () => {
    expect(said([Q, F, F, Q, Q])).toEqual([null, "fired", "fired", "recovered", null]);
  });

  it("says an alarm that goes on every five minutes once in 20 hours", () => {
    const minutes = Array.from({ length: 300 }, () => ({ ...F, after: 1 / 12 }));
    expect(said(minutes).filter((say) => say !== null)).toHaveLength(2);
  });

  it("waits for two runs in a row, and an undecided one between them neither counts nor breaks the row", () => {
    expect(said([F, Q, F, F], { forRuns: 2 })).toEqual([null, null, null, "fired"]);
    expect(said([F, U, F], { forRuns: 2 })).toEqual([null, "undecided", "fired"]);
  });

  it("is over only after two quiet runs when told so, without another alarm in between", () => {
    expect(said([F, Q, F, Q, Q], { clearRuns: 2, renotifyMs: null })).toEqual(["fired", null, null, null, "recovered"]);
  });

  it("does not lose the recovery of an alarm behind an undecided run", () => {
    expect(said([F, U, Q])).toEqual(["fired", "undecided", "recovered"]);
  });

  it("tells after a mute what was over during it, and nothing of what began and ended in it", () => {
    expect(said([F, { ...Q, isMuted: true }, Q])).toEqual(["fired", null, "recovered"]);
    expect(said([{ ...F, isMuted: true }, { ...Q, isMuted: true }, Q])).toEqual([null, null, null]);
    expect(said([{ ...F, isMuted: true }, F])).toEqual([null, "fired"]);
  });

  it("does not repeat what somebody has acknowledged, says that it is over, and forgets the acknowledgement then", () => {
    expect(said([F, { ...F, ack: null }, F, Q, F])).toEqual(["fired", null, null, "recovered", "fired"]);
    expect(said([F, { ...F, ack: 30 }, F, F])).toEqual(["fired", null, null, "fired"]);
  });

  it("keeps back what flaps within the throttle, and owes no recovery for it", () => {
    const soon = { after: 0.25 };
    expect(said([F, { ...Q, ...soon }, { ...F, ...soon }, { ...Q, ...soon }])).toEqual([
      "fired",
      "recovered",
      null,
      null,
    ]);
  });

  it("says once that there is too little history, and each night anything else that is undecided", () => {
    expect(
      said([
        { ...U, isWaiting: true },
        { ...U, isWaiting: true },
      ]),
    ).toEqual(["undecided", null]);
    expect(said([U, U])).toEqual(["undecided", "undecided"]);
    expect(said([F, U, { ...U, after: 2 }])).toEqual(["fired", "undecided", null]);
  });

  it("whatever happens: never two alarms within the interval, never a lost or a doubled recovery", () => {
    const turn: fc.Arbitrary<Turn> = fc.record({
      verdict: fc.constantFrom<AlertVerdict>("fired", "quiet", "undecided"),
      after: fc.constantFrom(0.1, 0.5, 1, 5, 24),
      isMuted: fc.boolean(),
      isWaiting: fc.boolean(),
    });
    const policy = fc.record({
      forRuns: fc.integer({ min: 1, max: 3 }),
      clearRuns: fc.integer({ min: 1, max: 3 }),
      throttleMs: fc.constantFrom(0, HOUR, 6 * HOUR),
      renotifyMs: fc.constantFrom(null, 0, HOUR, 20 * HOUR),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 60 }), policy, (turns, chosen) => {
        // In the end the mute is over and all stays quiet.
        const calm = Array.from({ length: chosen.clearRuns }, () => Q);
        const told = play([...turns, ...calm], chosen).filter(({ say }) => say !== null);
        const alarms = told.filter(({ say }) => say !== "undecided");
        for (const [i, { say, at, event }] of alarms.entries()) {
          const before = alarms[i - 1];
          if (say === "recovered") expect(before?.say).toBe("fired");
          const last = alarms.slice(0, i).findLast((one) => one.say === "fired");
          if (say !== "fired" || last === undefined) continue;
          expect(at - last.at).toBeGreaterThanOrEqual(chosen.throttleMs);
          if (before?.say === "fired") expect(at - last.at).toBeGreaterThanOrEqual(chosen.renotifyMs ?? Infinity);
          expect(event).toBe(before?.say === "fired" ? "repeated" : "fired");
        }
        expect(alarms.at(-1)?.say ?? "recovered").toBe("recovered");
      }),
      { numRuns: 500 },
    );
  });
});
