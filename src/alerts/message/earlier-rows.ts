import { SWEEP_STATISTICS } from "../../analytics/statistic-catalogue.ts";
import { statisticAt } from "../../analytics/statistic-members.ts";
import { formatQuantity, type QuantityUnit } from "../../core/text/format-quantity.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import { METRIC_NAME } from "../../core/metrics/reported-metric.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { conditionValues } from "../rules/condition-values.ts";
import type { MemberPath } from "../rules/condition-parts.ts";
import { missingReason } from "../rules/missing-reason.ts";
import { ruleParts } from "../rules/rule-parts.ts";
import { type Earlier, nightPath } from "../rules/rule-roots.ts";
import type { MessageRow } from "./alert-message.ts";
import { oneLine } from "./plain-text.ts";

/** What a rule compares with: its figures of earlier nights, each with the night that it is of. */
export function earlierRows(facts: AlertFacts, rule: AlertRule | null): readonly MessageRow[] {
  if (rule === null) return [];
  const { averageOver } = policyOf(rule);
  const values = conditionValues(facts, averageOver);
  const seen = new Set<string>();
  return ruleParts(rule.when).paths.flatMap((whole): MessageRow[] => {
    const { earlier, path } = nightPath(whole);
    const name = whole.join(".");
    if (earlier === null || path.length < 2 || seen.has(name)) return [];
    seen.add(name);
    const { label, unit } = describe(path);
    const value = valueAt(values, whole);
    const missing = missingReason(whole, facts, averageOver)?.reason ?? "unknown";
    const text = value === undefined ? missing : formatted(value, unit);
    return [
      { label: oneLine(`${label}, ${nameOf(earlier, averageOver)}`), value: oneLine(text + nightOf(earlier, facts)) },
    ];
  });
}

function nameOf(earlier: Earlier, averageOver: number): string {
  switch (earlier) {
    case "previous":
      return "night before";
    case "baseline":
      return "baseline";
    case "average":
      return `mean of ${averageOver} nights`;
  }
}

function nightOf(earlier: Earlier, { history: { nights, baseline } }: AlertFacts): string {
  const night = earlier === "previous" ? nights[0] : earlier === "baseline" ? baseline : null;
  return night === null || night === undefined ? "" : ` (${night.run.id})`;
}

function describe(path: MemberPath): { readonly label: string; readonly unit: QuantityUnit | null } {
  const [root, member = "", ...rest] = path;
  const statistic = statisticAt(root, member);
  const known = SWEEP_STATISTICS.find(({ id }) => id === statistic);
  if (known !== undefined) return known;
  if (root === "best" && METRIC_NAME.test(member) && member !== "params") return describeMetric(member);
  return { label: [root, member, ...rest].join("."), unit: root === "cells" ? "count" : null };
}

function valueAt(values: unknown, path: MemberPath): unknown {
  return path.reduce<unknown>(
    (owner, key) => (typeof owner === "object" && owner !== null ? Reflect.get(owner, key) : undefined),
    values,
  );
}

/** What nothing was lost for has no end, and is no number for a reader. */
function formatted(value: unknown, unit: QuantityUnit | null): string {
  if (typeof value !== "number") return String(value);
  if (!Number.isFinite(value)) return "no loss";
  return unit === null ? String(Number(value.toPrecision(6))) : formatQuantity(value, unit);
}
