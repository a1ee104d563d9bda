import { SWEEP_STATISTICS } from "../../analytics/statistic-catalogue.ts";
import type { Comparison } from "../rules/condition-parts.ts";
import { formatAgainst, formatLimit, formatQuantity, type QuantityUnit } from "../../core/text/format-quantity.ts";
import { metricInfo, METRICS, type MetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { ruleParts } from "../rules/rule-parts.ts";
import { statisticAt } from "../../analytics/statistic-members.ts";
import type { MessageRow } from "./alert-message.ts";
import { oneLine } from "./plain-text.ts";

type Best = AlertFacts["best"];
type Metric = MetricInfo & { readonly id: MetricId };

/** Shown in every alert; metrics that the rule reads come after them. */
const USUAL_METRICS: readonly MetricId[] = ["sharpe", "cagr", "max_drawdown", "total_trades"];

/**
 * The facts of a run as label and value: identity, period, the usual metrics of the best cell with the
 * limits that rules set for them, what else `rule` reads of metrics and statistics, and how the cells ended.
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
    ...statisticRows(facts, rule, limits),
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
  const usual = USUAL_METRICS.map(metricInfo);
  const others = METRICS.filter((metric) => read.includes(metric.id) && !USUAL_METRICS.includes(metric.id));
  return [...usual, ...others];
}

function metricText(metric: Metric, best: Best, limits: readonly Comparison[]): string {
  const reason = best === null ? "no cell succeeded" : (best.reasons[metric.id] ?? "not_computed");
  const figure = { value: best?.metrics[metric.id] ?? null, unit: metric.unit, reason };
  return figureText(figure, `best.${metric.id}`, limits);
}

/** The statistics that a rule reads. */
function statisticRows(
  { judgement }: AlertFacts,
  rule: AlertRule | null,
  limits: readonly Comparison[],
): readonly MessageRow[] {
  const paths = rule === null ? [] : ruleParts(rule.when).paths;
  return SWEEP_STATISTICS.flatMap(({ id, label, unit }) => {
    const path = paths.find(([root, member]) => statisticAt(root, member) === id);
    if (path === undefined) return [];
    const { value = null, reason = null } = judgement?.[id] ?? {};
    const figure = { value, unit, reason: reason ?? "not_computed" };
    return [row(label, figureText(figure, path.join("."), limits))];
  });
}

interface Figure {
  readonly value: number | null;
  readonly unit: QuantityUnit;
  /** Why there is no value. */
  readonly reason: string;
}

/** A value with the limit that a rule sets for it. */
function figureText({ value, unit, reason }: Figure, name: string, limits: readonly Comparison[]): string {
  const limit = limits.find(({ path, literal }) => path.join(".") === name && typeof literal === "number");
  const bound = typeof limit?.literal === "number" ? limit.literal : null;
  const note = bound === null ? "" : ` (alert when ${limit?.operator} ${formatLimit(bound, unit)})`;
  if (value === null) return `undefined: ${reason.replaceAll("_", " ")}${note}`;
  return (bound === null ? formatQuantity(value, unit) : formatAgainst(value, bound, unit)) + note;
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
