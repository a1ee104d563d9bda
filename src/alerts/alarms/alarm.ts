import type { AlarmState, Severity } from "../../core/names/alarms.ts";
import type { ChannelName } from "../../core/names/channels.ts";
import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { ruleParts } from "../rules/rule-parts.ts";
import { nightPath } from "../rules/rule-roots.ts";

/** What a rule of a DAG is about: one alarm each. */
export interface AlarmKey {
  readonly rule: string;
  /** The backtest that the rule reads, or `run`. */
  readonly subject: string;
}

/** What is known of a rule from night to night. */
export interface Alarm extends AlarmKey {
  readonly state: AlarmState;
  readonly severity: Severity;
  /** Counted runs in a row for which the condition held, and for which it did not. An undecided run changes neither. */
  readonly holds: number;
  readonly calms: number;
  /** Null while it does not fire. */
  readonly firingSince: Date | null;
  /** Channels whose people were told that it fires, and not yet that it is over. */
  readonly toldTo: readonly ChannelName[];
  /** When the last message said that it fires, or is undecided; null: never. */
  readonly firedAt: Date | null;
  readonly undecidedAt: Date | null;
  /** The last counted run had not what the rule asks for. */
  readonly isUndecided: boolean;
  /** Why it is undecided, or what else the last run had to say. */
  readonly reason: string | null;
  readonly ack: Ack | null;
}

/** Somebody takes care of it: it is not told again until it is over, or until `until`. */
export interface Ack {
  readonly by: string;
  readonly note: string;
  readonly at: Date;
  /** Null: until it is over. */
  readonly until: Date | null;
}

export function newAlarm({ rule, subject }: AlarmKey, severity: Severity): Alarm {
  const never = { firingSince: null, toldTo: [], firedAt: null, undecidedAt: null };
  return {
    rule,
    subject,
    state: "quiet",
    severity,
    holds: 0,
    calms: 0,
    ...never,
    isUndecided: false,
    reason: null,
    ack: null,
  };
}

export function alarmKeyOf({ name, when }: AlertRule, { backtest }: Pick<AlertFacts, "backtest">): AlarmKey {
  const roots = new Set(ruleParts(when).paths.map((path) => nightPath(path).path[0]));
  const isOfBest = roots.has("best") || roots.has("sweep");
  return { rule: name, subject: isOfBest ? (backtest ?? "run") : "run" };
}
