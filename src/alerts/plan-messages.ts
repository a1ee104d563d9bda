import type { ChannelName } from "../core/names/channels.ts";
import type { AlertFacts } from "./alert-facts.ts";
import type { AlertRule } from "../core/spec/alert-rule.ts";
import type { AlertMessage, AlertMessageKind } from "./message/alert-message.ts";
import { alertMessage } from "./message/compose-message.ts";
import { evaluateRules, type AlertOutcome, type AlertVerdict } from "./rules/evaluate-rules.ts";

export interface AlertPlanInput {
  readonly rules: readonly AlertRule[];
  readonly facts: AlertFacts;
  /** What each rule said in the DAG's previous run, by rule name; absent names said nothing. */
  readonly previous: Readonly<Record<string, AlertVerdict>>;
}

export interface AlertPlan {
  readonly outcomes: readonly AlertOutcome[];
  /** At most one per rule. */
  readonly messages: readonly PlannedMessage[];
}

/** A message to put into the outbox, once for each of `to`. */
interface PlannedMessage {
  readonly rule: string;
  readonly to: readonly ChannelName[];
  readonly message: AlertMessage;
  /** The same for every try to deliver it, and different for every other message. */
  readonly idempotencyKey: string;
}

/**
 * Decides, when a run has ended, what is to be said about it. Pure: the caller writes it down with the run's final state.
 * Where a run failed without any result, a channel that hears of a rule that fired is spared those that could not be
 * decided: they only say again that there is no result.
 */
export function planMessages({ rules, facts, previous }: AlertPlanInput): AlertPlan {
  const outcomes = evaluateRules(rules, facts);
  const informed = facts.run.state === "failed" && facts.best === null ? channelsOfFired(outcomes) : [];
  const messages = outcomes.flatMap((outcome): PlannedMessage[] => {
    const kind = messageKind(outcome.verdict, previous[outcome.rule.name] ?? null);
    if (kind === null) return [];
    const { name } = outcome.rule;
    const to = outcome.rule.to.filter((channel) => kind !== "undecided" || !informed.includes(channel));
    if (to.length === 0) return [];
    const message = alertMessage(kind, outcome, facts, rules);
    return [{ rule: name, to, message, idempotencyKey: `${facts.run.id}/${name}` }];
  });
  return { outcomes, messages };
}

function messageKind(now: AlertVerdict, before: AlertVerdict | null): AlertMessageKind | null {
  if (now !== "quiet") return now;
  return before === "fired" ? "recovered" : null;
}

function channelsOfFired(outcomes: readonly AlertOutcome[]): readonly ChannelName[] {
  return outcomes.flatMap(({ verdict, rule }) => (verdict === "fired" ? rule.to : []));
}
