import { median } from "d3-array";
import { FACTOR_METRICS, type MetricId, metricInfo } from "../../engine/metrics/metric-catalogue.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import { withDays } from "../format/format-days.ts";
import { formatMetric, formatUnit, type MetricSource } from "../format/format-metric.ts";
import { formatCount, UNDEFINED_TEXT } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import type { RankedCell } from "../tearsheet-input.ts";
import { type Cell, numberCell, numberColumn, type Row, type Table, textCell, textColumn } from "./table.ts";

type ComparedMetric = MetricInfo & { readonly id: MetricId };

interface Group {
  readonly title: string;
  readonly ids: readonly MetricId[];
}

const GROUPS: readonly Group[] = [
  {
    title: "Return",
    ids: ["total_return", "cagr", "best_year", "worst_year", "best_month", "worst_month", "positive_months", "alpha"],
  },
  {
    title: "Risk",
    ids: [
      "volatility",
      "max_drawdown",
      "longest_drawdown_days",
      "time_under_water",
      "var_95",
      "cvar_95",
      "skew",
      "kurtosis",
      "beta",
    ],
  },
  { title: "Return per risk", ids: ["sharpe", "sortino", "calmar", "omega", "tail_ratio", "stability"] },
  {
    title: "Trading",
    ids: [
      "total_trades",
      "win_rate",
      "profit_factor",
      "expectancy",
      "avg_duration",
      "exposure",
      "turnover",
      "total_fees",
      "borrow_cost",
      "dividends",
      "cost_drag_bps",
    ],
  },
];

/** Of a strategy that scores its symbols. */
const FACTOR_GROUP: Group = { title: "Factor", ids: FACTOR_METRICS.map(({ id }) => id) };
/** Of no interest unless a strategy sells short or its symbols pay. */
const SHOWN_UNLESS_ZERO: ReadonlySet<MetricId> = new Set(["borrow_cost", "dividends"]);

/** The best cell beside buy and hold and beside the median of all cells: what choosing the best of many adds. */
export function comparisonTable(
  best: Performance,
  benchmark: Performance | null,
  ranked: readonly RankedCell[],
): Table {
  const accounts = [best, ...(benchmark === null ? [] : [benchmark])].map(sourceOf);
  const columns: readonly ((metric: ComparedMetric) => Cell)[] = [
    ...accounts.map((source) => (metric: ComparedMetric) => metricCell(source, metric)),
    ...(ranked.length < 2 ? [] : [(metric: ComparedMetric) => medianCell(ranked, metric)]),
  ];
  const groups = best.result.factor === undefined ? GROUPS : [...GROUPS, FACTOR_GROUP];
  return {
    kind: "comparison",
    title: "In numbers",
    note: ranked.length < 2 ? null : `the median is over ${formatCount(ranked.length)} cells, metric by metric`,
    columns: [
      textColumn(""),
      numberColumn(best.name),
      ...(benchmark === null ? [] : [numberColumn(benchmark.name)]),
      ...(ranked.length < 2 ? [] : [numberColumn("Median cell")]),
    ],
    rows: groups.flatMap(({ title, ids }) =>
      [groupRow(title, columns.length)].concat(
        ids.filter((id) => isShown(id, accounts)).map((id) => metricRow(id, columns)),
      ),
    ),
    empty: "",
    sortable: false,
    collapsedTo: null,
  };
}

function isShown(id: MetricId, accounts: readonly MetricSource[]): boolean {
  return !SHOWN_UNLESS_ZERO.has(id) || accounts.some(({ metrics }) => (metrics[id] ?? 0) !== 0);
}

function groupRow(title: string, others: number): Row {
  return { kind: "group", cells: [textCell(title), ...Array.from({ length: others }, () => numberCell(""))] };
}

function metricRow(id: MetricId, columns: readonly ((metric: ComparedMetric) => Cell)[]): Row {
  const metric = metricInfo(id);
  return { kind: "", cells: [textCell(labelOf(metric)), ...columns.map((cellOf) => cellOf(metric))] };
}

function labelOf({ label, unit }: MetricInfo): string {
  return unit === "bars" ? `${label}, ${unit}` : label;
}

function sourceOf({ metrics, result }: Performance): MetricSource {
  return {
    metrics: { ...result.factor?.metrics, ...metrics.metrics, ...result.metrics },
    reasons: { ...result.factor?.reasons, ...metrics.reasons, ...result.reasons },
  };
}

function metricCell(source: MetricSource, metric: MetricInfo): Cell {
  const { text, hint } = formatMetric(source, metric);
  return numberCell(stated(text, metric.unit), { hint });
}

/** Days are named, since less than one comes in hours or minutes. */
function stated(text: string, unit: MetricInfo["unit"]): string {
  return unit === "days" ? withDays(text) : text;
}

/** Only metrics of the sweep, and the objective, are known of every cell. */
function medianCell(ranked: readonly RankedCell[], { id, unit }: ComparedMetric): Cell {
  if (ranked.every(({ metrics }) => metrics[id] === undefined))
    return numberCell(UNDEFINED_TEXT, { hint: "Known only of the best cell" });
  const values = Float64Array.from(ranked, ({ metrics }) => metrics[id] ?? Number.NaN);
  const middle = median(values.filter((value) => !Number.isNaN(value)));
  return middle === undefined
    ? numberCell(UNDEFINED_TEXT, { hint: "Undefined in every cell" })
    : numberCell(stated(formatUnit(middle, unit), unit));
}
