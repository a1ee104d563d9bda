import type { AlarmRunEvent } from "../core/names/alarms.ts";
import type { ChannelName } from "../core/names/channels.ts";
import { policyOf } from "../core/values/alert-policy.ts";
import { type Alarm, type AlarmKey, alarmKeyOf, newAlarm } from "./alarms/alarm.ts";
import { type Mute, muteOf } from "./alarms/mute.ts";
import { endAlarm, stepAlarm, type SteppedAlarm } from "./alarms/step-alarm.ts";
import type { AlertFacts } from "./alert-facts.ts";
import type { AlertRule } from "../core/spec/alert-rule.ts";
import type { AlertMessage } from "./message/alert-message.ts";
import { alertMessage, endedMessage } from "./message/compose-message.ts";
import { evaluateRules, type AlertOutcome } from "./rules/evaluate-rules.ts";

export interface AlertPlanInput {
  readonly rules: readonly AlertRule[];
  readonly facts: AlertFacts;
  /** Of the DAG, as earlier runs have left them; those that are missing are quiet. */
  readonly alarms: readonly Alarm[];
  /** That hold now. */
  readonly mutes: readonly Mute[];
  readonly now: Date;
}

export interface AlertPlan {
  readonly outcomes: readonly AlertOutcome[];
  /** At most one per rule. */
  readonly messages: readonly PlannedMessage[];
  /** Those of all rules, as this run leaves them; none of an experiment. */
  readonly alarms: readonly Alarm[];
  readonly events: readonly PlannedEvent[];
}

/** A message to put into the outbox, once for each of `to`. */
export interface PlannedMessage {
  /** Names the message within the run: the rule; of an alarm that ended with its rule, with the subject. */
  readonly rule: string;
  readonly to: readonly ChannelName[];
  readonly message: AlertMessage;
  /** Messages of one thread reach a channel in their order: those of one rule of the DAG. */
  readonly thread: string;
  /** The same for every try to deliver it, and different for every other message. */
  readonly idempotencyKey: string;
}

export interface PlannedEvent {
  readonly rule: string;
  readonly subject: string;
  readonly event: AlarmRunEvent;
  readonly note: string | null;
}

/**
 * Decides, when a run has ended, what is to be said about it. Pure: the caller writes it down with the run's final state.
 * Where a run failed without any result, a channel that hears of a rule that fired is spared those that could not be
 * decided: they only say again that there is no result. An experiment says what it found, once, and moves no alarm.
 */
export function planMessages(input: AlertPlanInput): AlertPlan {
  const { rules, facts } = input;
  const outcomes = evaluateRules(rules, facts);
  const steps = outcomes.map((outcome) => ({ outcome, step: stepOf(outcome, input) }));
  const informed = facts.run.state === "failed" && facts.best === null ? channelsOfFired(steps) : [];
  const messages = steps.flatMap(({ outcome, step: { say, to: all } }): PlannedMessage[] => {
    if (say === null) return [];
    const { name } = outcome.rule;
    const to = all.filter((channel) => say !== "undecided" || !informed.includes(channel));
    return to.length === 0
      ? []
      : [planned(name, to, { thread: name, message: alertMessage(say, outcome, facts, rules) }, facts)];
  });
  if (facts.isExperiment) return { outcomes, messages, alarms: [], events: [] };
  const gone = goneAlarms(input).map((alarm) => endAlarm(alarm, { isMuted: isMuted(alarm, input) }));
  const all = [...steps.map(({ step }) => step), ...gone];
  const events = all.flatMap(({ alarm, event }): PlannedEvent[] =>
    event === null ? [] : [{ rule: alarm.rule, subject: alarm.subject, event, note: noteOf(alarm, event, input) }],
  );
  const farewells = gone.flatMap(({ alarm, say, to }): PlannedMessage[] => {
    if (say === null) return [];
    const message = endedMessage(alarm, facts);
    return [planned(`${alarm.rule}/${alarm.subject}`, to, { thread: alarm.rule, message }, facts)];
  });
  return { outcomes, messages: [...messages, ...farewells], alarms: all.map(({ alarm }) => alarm), events };
}

function planned(
  rule: string,
  to: readonly ChannelName[],
  { thread, message }: { readonly thread: string; readonly message: AlertMessage },
  facts: AlertFacts,
): PlannedMessage {
  return { rule, to, message, thread: `${facts.run.dag}/${thread}`, idempotencyKey: messageKey(facts, rule) };
}

/** The same for every try to deliver what a run says, and another one when the run was begun again. */
export function messageKey({ run, round = 0 }: Pick<AlertFacts, "run" | "round">, rule: string): string {
  return round === 0 ? `${run.id}/${rule}` : `${run.id}/${rule}/again ${round}`;
}

function stepOf(outcome: AlertOutcome, input: AlertPlanInput): SteppedAlarm {
  const { facts, alarms, now } = input;
  const { rule, verdict, reason, isWaiting = false } = outcome;
  const policy = policyOf(rule);
  const key = alarmKeyOf(rule, facts);
  const known = alarms.find((alarm) => isSame(alarm, key));
  const before = facts.isExperiment || known === undefined ? newAlarm(key, policy.severity) : known;
  return stepAlarm(before, { verdict, reason, isWaiting, policy, to: rule.to, isMuted: isMuted(key, input), now });
}

/** Open alarms that no rule of the file moves any more. */
function goneAlarms({ alarms, rules, facts }: AlertPlanInput): readonly Alarm[] {
  const keys = rules.map((rule) => alarmKeyOf(rule, facts));
  return alarms.filter((alarm) => isOpen(alarm) && !keys.some((key) => isSame(alarm, key)));
}

function isOpen({ state, toldTo }: Alarm): boolean {
  return state !== "quiet" || toldTo.length > 0;
}

function isSame(alarm: AlarmKey, { rule, subject }: AlarmKey): boolean {
  return alarm.rule === rule && alarm.subject === subject;
}

function isMuted(key: AlarmKey, { mutes, facts }: AlertPlanInput): boolean {
  return muteOf(mutes, facts.run.dag, key) !== null;
}

function noteOf(alarm: Alarm, event: AlarmRunEvent, { rules, facts, mutes }: AlertPlanInput): string | null {
  const { forRuns, clearRuns } = policyOf(rules.find(({ name }) => name === alarm.rule) ?? {});
  const mute = muteOf(mutes, facts.run.dag, alarm);
  switch (event) {
    case "pending":
      return `held in ${alarm.holds} of ${forRuns} runs`;
    case "calming":
      return `did not hold in ${alarm.calms} of ${clearRuns} runs`;
    case "held_back":
      return toldText(alarm);
    case "muted":
      return mute === null ? null : `by ${mute.by}: ${mute.note}`;
    case "acknowledged":
      return alarm.ack === null ? null : `by ${alarm.ack.by}: ${alarm.ack.note}`;
    case "undecided":
    case "insignificant":
    case "recovered":
    case "ended":
      return alarm.reason;
    case "fired":
    case "repeated":
      return null;
  }
}

function toldText({ firedAt, undecidedAt, state }: Alarm): string | null {
  const at = state === "firing" ? firedAt : undecidedAt;
  return at === null ? null : `told at ${at.toISOString()}`;
}

function channelsOfFired(
  steps: readonly { readonly outcome: AlertOutcome; readonly step: SteppedAlarm }[],
): readonly ChannelName[] {
  return steps.flatMap(({ outcome, step }) => (step.say === "fired" ? outcome.rule.to : []));
}
