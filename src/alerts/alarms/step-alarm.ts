import type { AlarmRunEvent } from "../../core/names/alarms.ts";
import type { ChannelName } from "../../core/names/channels.ts";
import type { AlertPolicy } from "../../core/values/alert-policy.ts";
import type { AlertMessageKind } from "../message/alert-message.ts";
import type { AlertVerdict } from "../rules/evaluate-rules.ts";
import { type Ack, type Alarm, newAlarm } from "./alarm.ts";

/** What the end of a run says to an alarm. */
export interface AlarmStep {
  readonly verdict: AlertVerdict;
  readonly reason: string | null;
  /** Undecided only because there are too few nights yet: said once. */
  readonly isWaiting: boolean;
  readonly policy: Required<AlertPolicy>;
  /** Where the rule sends its messages. */
  readonly to: readonly ChannelName[];
  readonly isMuted: boolean;
  readonly now: Date;
}

export interface SteppedAlarm {
  readonly alarm: Alarm;
  /** What is to be told; null: nothing. */
  readonly say: AlertMessageKind | null;
  /** Where to: a recovery goes to those who were told that it fires. */
  readonly to: readonly ChannelName[];
  /** For the history; null when nothing worth telling happened. */
  readonly event: AlarmRunEvent | null;
}

/**
 * Moves an alarm on by one counted run. What holds whatever the order of verdicts, mutes and acknowledgements:
 *
 * - two messages that it fires are at least `throttleMs` apart, and `renotifyMs` while nobody was told that it is over;
 * - whoever was told that it fires is told once that it is over: what is quiet during a mute is told after it;
 * - an undecided run neither raises it nor ends it.
 */
export function stepAlarm(alarm: Alarm, step: AlarmStep): SteppedAlarm {
  const after = {
    ...alarm,
    severity: step.policy.severity,
    isUndecided: step.verdict === "undecided",
    reason: step.reason,
  };
  switch (step.verdict) {
    case "fired":
      return stepFired(after, step);
    case "undecided":
      return stepUndecided(after, { ...step, isGoingOn: alarm.isUndecided });
    case "quiet":
      return stepQuiet(after, step);
  }
}

/**
 * Ends an alarm whose rule is in the DAG file no more, or reads another backtest: who was told that it fires is told that it is
 * over, after a mute as always.
 */
export function endAlarm(alarm: Alarm, { isMuted }: Pick<AlarmStep, "isMuted">): SteppedAlarm {
  const ended: Alarm = {
    ...newAlarm(alarm, alarm.severity),
    firedAt: alarm.firedAt,
    reason: "the rule is in the DAG file no more",
  };
  if (alarm.toldTo.length === 0) return silent(ended, alarm.state === "quiet" ? null : "ended");
  if (isMuted) return silent({ ...ended, toldTo: alarm.toldTo }, "muted");
  return { alarm: ended, say: "recovered", to: alarm.toldTo, event: "recovered" };
}

function stepFired(before: Alarm, step: AlarmStep): SteppedAlarm {
  const { policy, now, to } = step;
  const holds = before.holds + 1;
  if (before.state !== "firing" && holds < policy.forRuns) {
    return silent({ ...before, state: "pending", holds, calms: 0 }, "pending");
  }
  const isNew = before.state !== "firing";
  const alarm: Alarm = {
    ...before,
    state: "firing",
    holds,
    calms: 0,
    firingSince: before.firingSince ?? now,
    ack: isNew ? null : liveAck(before.ack, now),
  };
  const isGoingOn = before.toldTo.length > 0;
  if (step.isMuted) return silent(alarm, "muted");
  if (alarm.ack !== null) return silent(alarm, "acknowledged");
  if (!isDue(before.firedAt, { isGoingOn, ...step })) return silent(alarm, "held_back");
  const toldTo = [...new Set([...before.toldTo, ...to])];
  return { alarm: { ...alarm, toldTo, firedAt: now }, say: "fired", to, event: isGoingOn ? "repeated" : "fired" };
}

function stepUndecided(before: Alarm, step: AlarmStep & Pick<Due, "isGoingOn">): SteppedAlarm {
  const { now, isWaiting, isGoingOn, to } = step;
  const ack = liveAck(before.ack, now);
  const alarm: Alarm = { ...before, ack, state: before.state === "quiet" ? "undecided" : before.state };
  if (step.isMuted) return silent(alarm, "muted");
  if (ack !== null) return silent(alarm, "acknowledged");
  const isTold = isGoingOn && isWaiting ? before.undecidedAt === null : isDue(before.undecidedAt, step);
  if (!isTold) return silent(alarm, "held_back");
  return { alarm: { ...alarm, undecidedAt: now }, say: "undecided", to, event: "undecided" };
}

function stepQuiet(before: Alarm, step: AlarmStep): SteppedAlarm {
  const calms = before.calms + 1;
  const luck = step.reason === null ? null : "insignificant";
  if (before.state === "firing" && calms < step.policy.clearRuns) {
    return silent({ ...before, ack: liveAck(before.ack, step.now), holds: 0, calms }, "calming");
  }
  const alarm: Alarm = { ...before, state: "quiet", holds: 0, calms, firingSince: null, ack: null };
  if (before.toldTo.length === 0) return silent(alarm, before.state === "firing" ? "ended" : luck);
  if (step.isMuted) return silent(alarm, "muted");
  return { alarm: { ...alarm, toldTo: [] }, say: "recovered", to: before.toldTo, event: "recovered" };
}

function silent(alarm: Alarm, event: AlarmRunEvent | null): SteppedAlarm {
  return { alarm, say: null, to: [], event };
}

interface Due extends Pick<AlarmStep, "now" | "policy"> {
  /** What was told has not changed since. */
  readonly isGoingOn: boolean;
}

function isDue(toldAt: Date | null, { isGoingOn, now, policy: { throttleMs, renotifyMs } }: Due): boolean {
  if (toldAt === null) return true;
  if (isGoingOn && renotifyMs === null) return false;
  const gapMs = Math.max(throttleMs, isGoingOn ? (renotifyMs ?? 0) : 0);
  return now.getTime() - toldAt.getTime() >= gapMs;
}

function liveAck(ack: Ack | null, now: Date): Ack | null {
  return ack === null || (ack.until !== null && ack.until <= now) ? null : ack;
}
