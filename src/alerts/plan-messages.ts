import type { AlarmRunEvent } from "../core/names/alarms.ts";
import type { ChannelName } from "../core/names/channels.ts";
import { policyOf } from "../core/values/alert-policy.ts";
import { type Alarm, alarmKeyOf, newAlarm } from "./alarms/alarm.ts";
import { type Mute, muteOf } from "./alarms/mute.ts";
import { stepAlarm, type SteppedAlarm } from "./alarms/step-alarm.ts";
import type { AlertFacts, AlertRule } from "./alert-facts.ts";
import type { AlertMessage } from "./message/alert-message.ts";
import { alertMessage } from "./message/compose-message.ts";
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
  readonly rule: string;
  readonly to: readonly ChannelName[];
  readonly message: AlertMessage;
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
  const messages = steps.flatMap(({ outcome, step: { say } }): PlannedMessage[] => {
    if (say === null) return [];
    const { name } = outcome.rule;
    const to = outcome.rule.to.filter((channel) => say !== "undecided" || !informed.includes(channel));
    if (to.length === 0) return [];
    const message = alertMessage(say, outcome, facts, rules);
    return [{ rule: name, to, message, idempotencyKey: `${facts.run.id}/${name}` }];
  });
  const events = steps.flatMap(({ step: { alarm, event } }): PlannedEvent[] =>
    event === null ? [] : [{ rule: alarm.rule, subject: alarm.subject, event, note: noteOf(alarm, event, input) }],
  );
  const counted = facts.isExperiment
    ? { alarms: [], events: [] }
    : { alarms: steps.map(({ step }) => step.alarm), events };
  return { outcomes, messages, ...counted };
}

function stepOf(outcome: AlertOutcome, { facts, alarms, mutes, now }: AlertPlanInput): SteppedAlarm {
  const { rule, verdict, reason, isWaiting = false } = outcome;
  const policy = policyOf(rule);
  const key = alarmKeyOf(rule, facts);
  const known = alarms.find((alarm) => alarm.rule === key.rule && alarm.subject === key.subject);
  const before = facts.isExperiment || known === undefined ? newAlarm(key, policy.severity) : known;
  const isMuted = muteOf(mutes, facts.run.dag, key) !== null;
  return stepAlarm(before, { verdict, reason, isWaiting, policy, isMuted, now });
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
      return alarm.reason;
    case "fired":
    case "repeated":
    case "recovered":
    case "ended":
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
