import type { SweepStatisticId } from "../../analytics/statistic-catalogue.ts";
import { messageOf } from "../../core/errors/app-error.ts";
import type { MemberPath } from "./condition-parts.ts";
import { isMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { compileAlertCondition, type AlertCondition } from "./alert-condition.ts";
import { conditionValues } from "./condition-values.ts";
import { statisticAt } from "../../analytics/statistic-members.ts";

/** `undecided`: the rule asks for something that this run does not have. It is delivered like `fired`: silence would look like health. */
const ALERT_VERDICTS = ["fired", "quiet", "undecided"] as const;
export type AlertVerdict = (typeof ALERT_VERDICTS)[number];

/** What a rule said of one run. Plain JSON. */
export interface AlertOutcome {
  readonly rule: AlertRule;
  readonly verdict: AlertVerdict;
  /** Why an undecided rule is undecided, e.g. `sharpe is undefined: no_trades`; else null. */
  readonly reason: string | null;
}

/**
 * Evaluates every rule, in order. Never throws: a rule that cannot be decided says why.
 * As in CEL, `a || b` is true when one side is true though the other cannot be decided.
 */
export function evaluateRules(rules: readonly AlertRule[], facts: AlertFacts): readonly AlertOutcome[] {
  const values = conditionValues(facts);
  return rules.map((rule) => evaluateRule(rule, facts, values));
}

function evaluateRule(rule: AlertRule, facts: AlertFacts, values: Readonly<Record<string, unknown>>): AlertOutcome {
  let condition: AlertCondition | null = null;
  try {
    condition = compileAlertCondition(rule.when);
    return { rule, verdict: condition.evaluate(values) ? "fired" : "quiet", reason: null };
  } catch (error) {
    const missing = (condition?.paths ?? []).map((path) => missingReason(path, facts)).find((text) => text !== null);
    return { rule, verdict: "undecided", reason: missing ?? messageOf(error).split("\n", 1)[0] ?? "" };
  }
}

/** Why a member that a rule reads has no value; null when it has one. */
function missingReason(path: MemberPath, facts: AlertFacts): string | null {
  const [root, member, name] = path;
  const { best, cells } = facts;
  if ((root !== "best" && root !== "sweep") || member === undefined) return null;
  if (best === null) {
    return cells.total === 0 ? "no cell was computed" : `no cell succeeded: ${cells.failed} of ${cells.total} failed`;
  }
  if (member === "params") {
    if (name === undefined || Object.hasOwn(best.params, name)) return null;
    return `there is no parameter ${name}; the parameters are ${Object.keys(best.params).join(", ")}`;
  }
  const statistic = statisticAt(root, member);
  if (statistic !== null) return missingStatistic(statistic, facts);
  if (!isMetricId(member) || typeof best.metrics[member] === "number") return null;
  return `${member} is undefined: ${best.reasons[member] ?? "not_computed"}`;
}

function missingStatistic(id: SweepStatisticId, { judgement }: AlertFacts): string | null {
  if (judgement === null) return `${id} is unknown: the backtest was not judged`;
  const { value, reason } = judgement[id];
  return value === null ? `${id} is undefined: ${reason}` : null;
}
