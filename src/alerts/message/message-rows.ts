import { earlierRows } from "./earlier-rows.ts";
import { SWEEP_STATISTICS } from "../../analytics/statistic-catalogue.ts";
import type { Comparison } from "../rules/condition-parts.ts";
import { formatAgainst, formatLimit, formatQuantity, type QuantityUnit } from "../../core/text/format-quantity.ts";
import { describeMetric, METRIC_IDS, metricValue, type MetricId } from "../../engine/metrics/metric-catalogue.ts";
import { METRIC_NAME } from "../../core/metrics/reported-metric.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import { ruleParts } from "../rules/rule-parts.ts";
import { statisticAt } from "../../analytics/statistic-members.ts";
import type { MessageRow } from "./alert-message.ts";
import { oneLine } from "./plain-text.ts";

type Best = AlertFacts["best"];

const LONGEST_CAUSE = 300;

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
  const { run, best } = facts;
  const limits = rules.flatMap((each) => ruleParts(each.when).comparisons);
  return [
    row("DAG", run.dag),
    row("Run", facts.isExperiment ? `${run.id}, an experiment: it raises and clears no alarm` : run.id),
    row("State", run.reason === null ? run.state : `${run.state}: ${run.reason}`),
    ...(facts.round === undefined || facts.round === 0 ? [] : [row("Retried", timesText(facts.round))]),
    row("Period", periodText(run)),
    ...(best !== null && Object.keys(best.params).length === 0
      ? []
      : [row("Best parameters", best === null ? "none" : paramsText(best.params))]),
    ...metricsToShow(rule).map((metric) => row(metric.label, metricText(metric, best, limits))),
    ...statisticRows(facts, rule, limits),
    ...earlierRows(facts, rule),
    row("Cells", `${failedOf(facts)} failed`),
    ...causeRows(facts),
  ];
}

function timesText(times: number): string {
  return times === 1 ? "once" : `${times} times`;
}

/** The first causes of failed cells, however many cells there are. */
function causeRows({ causes }: AlertFacts): readonly MessageRow[] {
  return causes.map(({ backtest, cells, cell, message }, index) => {
    const many = cells === 1 ? `cell ${cell}` : `${formatQuantity(cells, "count")} cells, first cell ${cell}`;
    return row(`Cause ${index + 1}`, shortened(`${many} of ${backtest}: ${oneLine(message)}`));
  });
}

function shortened(text: string): string {
  return text.length <= LONGEST_CAUSE ? text : `${text.slice(0, LONGEST_CAUSE - 1).toWellFormed()}…`;
}

function row(label: string, value: string): MessageRow {
  return { label, value: oneLine(value) };
}

function metricsToShow(rule: AlertRule | null): readonly MetricInfo[] {
  const read =
    rule === null
      ? []
      : ruleParts(rule.when)
          .paths.filter(([root]) => root === "best")
          .flatMap(([, id = ""]) => (isShown(id) ? [id] : []));
  return [...new Set([...USUAL_METRICS, ...inOrder(read)])].map(describeMetric);
}

/** A metric, and not a statistic or the parameters. */
function isShown(member: string): boolean {
  return member !== "params" && statisticAt("best", member) === null && METRIC_NAME.test(member);
}

/** Those of the catalogue as they stand there, then what a script has reported. */
function inOrder(names: readonly string[]): readonly string[] {
  return [...METRIC_IDS.filter((id) => names.includes(id)), ...names];
}

function metricText(metric: MetricInfo, best: Best, limits: readonly Comparison[]): string {
  const reasons: Readonly<Record<string, string>> = best?.reasons ?? {};
  const reason = best === null ? "no cell succeeded" : (reasons[metric.id] ?? "not_computed");
  const value = (best && metricValue(best.metrics, metric.id)) ?? null;
  const figure = { value, unit: metric.unit, reason };
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

/** What a rule reads of this run, for its headline: `Sharpe 0.21`. Empty where it reads none of the rows. */
export function readText(facts: AlertFacts, rule: AlertRule): string {
  const { comparisons, paths } = ruleParts(rule.when);
  const texts = paths.flatMap(([root = "", member = ""]) => {
    const name = `${root}.${member}`;
    const statistic = SWEEP_STATISTICS.find(({ id }) => id === statisticAt(root, member));
    if (statistic !== undefined) {
      const value = facts.judgement?.[statistic.id].value ?? null;
      return value === null
        ? []
        : [`${statistic.label} ${valueText(value, statistic.unit, boundOf(name, comparisons))}`];
    }
    if (root === "cells") return [cellsText(member, facts)];
    if (root !== "best" || !isShown(member)) return [];
    const value = (facts.best && metricValue(facts.best.metrics, member)) ?? null;
    const { label, unit } = describeMetric(member);
    return value === null ? [] : [`${label} ${valueText(value, unit, boundOf(name, comparisons))}`];
  });
  return oneLine([...new Set(texts)].join(", "));
}

function cellsText(member: string, facts: AlertFacts): string {
  const { total, succeeded, cached } = facts.cells;
  switch (member) {
    case "total":
      return `${formatQuantity(total, "count")} cells in all`;
    case "succeeded":
      return `${formatQuantity(succeeded, "count")} cells succeeded`;
    case "cached":
      return `${formatQuantity(cached, "count")} cells were cached`;
    default:
      return `${failedOf(facts)} cells failed`;
  }
}

function failedOf({ cells }: AlertFacts): string {
  return `${formatQuantity(cells.failed, "count")} of ${formatQuantity(cells.total, "count")}`;
}

interface Figure {
  readonly value: number | null;
  readonly unit: QuantityUnit;
  /** Why there is no value. */
  readonly reason: string;
}

/** A value with the limit that a rule sets for it. */
function figureText({ value, unit, reason }: Figure, name: string, limits: readonly Comparison[]): string {
  const limit = boundOf(name, limits);
  const note = limit === null ? "" : ` (alert when ${limit.operator} ${formatLimit(limit.bound, unit)})`;
  if (value === null) return `undefined: ${reason.replaceAll("_", " ")}${note}`;
  return valueText(value, unit, limit) + note;
}

type Limit = Pick<Comparison, "operator"> & { readonly bound: number };

/** What a rule compares a member with; null where it is no number. */
function boundOf(name: string, limits: readonly Comparison[]): Limit | null {
  const limit = limits.find(({ path, literal }) => path.join(".") === name && typeof literal === "number");
  return typeof limit?.literal === "number" ? { operator: limit.operator, bound: limit.literal } : null;
}

/** With as many digits as tell it from the limit. */
function valueText(value: number, unit: QuantityUnit, limit: Limit | null): string {
  return limit === null ? formatQuantity(value, unit) : formatAgainst(value, limit.bound, unit);
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
