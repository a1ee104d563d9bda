import type { Comparison } from "../../core/condition-parts.ts";
import { formatAgainst, formatLimit, formatQuantity } from "../../core/format-quantity.ts";
import { SWEEP_METRICS, type MetricInfo, type SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { AlertFacts, AlertRule } from "../alert-facts.ts";
import { ruleParts } from "../rules/rule-parts.ts";
import type { MessageRow } from "./alert-message.ts";
import { oneLine } from "./plain-text.ts";

type Best = AlertFacts["best"];
type Metric = MetricInfo & { readonly id: SweepMetricId };

/** Shown in every alert; metrics that the rule reads come after them. */
const USUAL_METRICS: readonly SweepMetricId[] = ["sharpe", "cagr", "max_drawdown", "total_trades"];

/**
 * The facts of a run as label and value: identity, period, the usual metrics of the best cell with the
 * limits that rules set for them, what else `rule` reads, and how the cells ended.
 */
export function messageRows(
  facts: AlertFacts,
  rule: AlertRule | null,
  rules: readonly AlertRule[],
): readonly MessageRow[] {
  const { run, best, cells } = facts;
  const limits = rules.flatMap((each) => ruleParts(each.when).comparisons);
  return [
    row("DAG", run.dag),
    row("Run", run.id),
    row("State", run.reason === null ? run.state : `${run.state}: ${run.reason}`),
    row("Period", periodText(run)),
    ...(best !== null && Object.keys(best.params).length === 0
      ? []
      : [row("Best parameters", best === null ? "none" : paramsText(best.params))]),
    ...metricsToShow(rule).map((metric) => row(metric.label, metricText(metric, best, limits))),
    row("Cells", `${formatQuantity(cells.failed, "count")} of ${formatQuantity(cells.total, "count")} failed`),
  ];
}

function row(label: string, value: string): MessageRow {
  return { label, value: oneLine(value) };
}

function metricsToShow(rule: AlertRule | null): readonly Metric[] {
  const read =
    rule === null
      ? []
      : ruleParts(rule.when)
          .paths.filter(([root]) => root === "best")
          .map(([, id]) => id);
  const usual = USUAL_METRICS.flatMap((id) => SWEEP_METRICS.filter((metric) => metric.id === id));
  const others = SWEEP_METRICS.filter((metric) => read.includes(metric.id) && !USUAL_METRICS.includes(metric.id));
  return [...usual, ...others];
}

function metricText(metric: Metric, best: Best, limits: readonly Comparison[]): string {
  const limit = limits.find(
    ({ path, literal }) => path.join(".") === `best.${metric.id}` && typeof literal === "number",
  );
  const value = best?.metrics[metric.id] ?? null;
  const bound = typeof limit?.literal === "number" ? limit.literal : null;
  const note = bound === null ? "" : ` (alert when ${limit?.operator} ${formatLimit(bound, metric.unit)})`;
  if (value === null)
    return `undefined: ${best === null ? "no cell succeeded" : undefinedReason(best, metric.id)}${note}`;
  return (bound === null ? formatQuantity(value, metric.unit) : formatAgainst(value, bound, metric.unit)) + note;
}

function undefinedReason(best: NonNullable<Best>, id: SweepMetricId): string {
  return (best.reasons[id] ?? "not_computed").replaceAll("_", " ");
}

/** Unknown when the run ended before its data were read. */
function periodText({ period_start: start, period_end: end }: AlertFacts["run"]): string {
  return start === null || end === null ? "unknown" : `${start} to ${end}`;
}

function paramsText(params: NonNullable<Best>["params"]): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
