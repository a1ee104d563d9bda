import { messageOf } from "../../core/errors/app-error.ts";
import { formatQuantity } from "../../core/text/format-quantity.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { compileAlertCondition, type AlertCondition } from "./alert-condition.ts";
import { conditionValues } from "./condition-values.ts";
import { missingReason } from "./missing-reason.ts";
import { sharpeRange } from "./sharpe-range.ts";

/** `undecided`: the rule asks for something that this run does not have. It is delivered like `fired`: silence would look like health. */
const ALERT_VERDICTS = ["fired", "quiet", "undecided"] as const;
export type AlertVerdict = (typeof ALERT_VERDICTS)[number];

/** What a rule said of one run. Plain JSON. */
export interface AlertOutcome {
  readonly rule: AlertRule;
  readonly verdict: AlertVerdict;
  /**
   * Why an undecided rule is undecided, e.g. `sharpe is undefined: no_trades`; why one whose condition holds is quiet all the
   * same; else null.
   */
  readonly reason: string | null;
  /** Undecided only because there are too few nights yet. */
  readonly isWaiting?: boolean;
}

/**
 * Evaluates every rule, in order. Never throws: a rule that cannot be decided says why.
 * As in CEL, `a || b` is true when one side is true though the other cannot be decided.
 */
export function evaluateRules(rules: readonly AlertRule[], facts: AlertFacts): readonly AlertOutcome[] {
  return rules.map((rule) => evaluateRule(rule, facts));
}

function evaluateRule(rule: AlertRule, facts: AlertFacts): AlertOutcome {
  const { averageOver, significant } = policyOf(rule);
  let condition: AlertCondition | null = null;
  try {
    const values = conditionValues(facts, averageOver);
    condition = compileAlertCondition(rule.when, true);
    if (!condition.evaluate(values)) return { rule, verdict: "quiet", reason: null };
    return significant ? gated(rule, { condition, values, facts }) : { rule, verdict: "fired", reason: null };
  } catch (error) {
    const missing = (condition?.paths ?? [])
      .map((path) => missingReason(path, facts, averageOver))
      .find((found) => found !== null);
    const reason = missing?.reason ?? messageOf(error).split("\n", 1)[0] ?? "";
    return { rule, verdict: "undecided", reason, ...(missing?.isWaiting === true && { isWaiting: true }) };
  }
}

interface Evaluation {
  readonly condition: AlertCondition;
  readonly values: Readonly<Record<string, unknown>>;
  readonly facts: AlertFacts;
}

/** A condition that holds counts only when it holds wherever the Sharpe ratio may truly lie. */
function gated(rule: AlertRule, { condition, values, facts }: Evaluation): AlertOutcome {
  const range = sharpeRange(facts);
  if (typeof range === "string") return { rule, verdict: "undecided", reason: range };
  const holdsAt = (sharpe: number): boolean =>
    condition.evaluate({ ...values, best: { ...Object(values["best"]), sharpe } });
  if (holdsAt(range.low) && holdsAt(range.high)) return { rule, verdict: "fired", reason: null };
  const [low, high] = [range.low, range.high].map((sharpe) => formatQuantity(sharpe, "ratio"));
  const reason = `it holds, but may be luck: the Sharpe ratio lies between ${low} and ${high} with 90 %`;
  return { rule, verdict: "quiet", reason };
}
