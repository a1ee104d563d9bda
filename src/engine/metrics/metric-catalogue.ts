import { type MetricSet, metricSet } from "../../core/metrics/metric-set.ts";
import { reportedMetric } from "../../core/metrics/reported-metric.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import type { UndefinedReason } from "../../core/metrics/undefined-reason.ts";

interface MetricDefinition extends MetricInfo {
  readonly from: "sweep" | "series" | "factor";
}

/**
 * Every metric that a cell can have, once. What `from` says:
 * `sweep` is computed for every cell and has a column of `nightgrid.result` (`test/store` compares them), in this order;
 * `series` comes from the equity curve, trades and cash flows of a cell, `factor` from the scores of its strategy. These
 * are computed where they are asked for: for all cells when one is the objective, else for the cells that are shown.
 */
export const METRICS = [
  { id: "total_return", version: 1, label: "Total return", unit: "fraction", better: "higher", from: "sweep" },
  { id: "cagr", version: 1, label: "CAGR", unit: "fraction", better: "higher", from: "sweep" },
  { id: "sharpe", version: 1, label: "Sharpe", unit: "ratio", better: "higher", from: "sweep" },
  { id: "sortino", version: 1, label: "Sortino", unit: "ratio", better: "higher", from: "sweep" },
  { id: "calmar", version: 1, label: "Calmar", unit: "ratio", better: "higher", from: "sweep" },
  { id: "volatility", version: 1, label: "Volatility", unit: "fraction", better: "lower", from: "sweep" },
  { id: "max_drawdown", version: 1, label: "Max drawdown", unit: "fraction", better: "lower", from: "sweep" },
  { id: "max_drawdown_bars", version: 1, label: "Max drawdown duration", unit: "bars", better: "lower", from: "sweep" },
  { id: "win_rate", version: 1, label: "Win rate", unit: "fraction", better: "higher", from: "sweep" },
  { id: "profit_factor", version: 1, label: "Profit factor", unit: "ratio", better: "higher", from: "sweep" },
  { id: "expectancy", version: 1, label: "Expectancy", unit: "money", better: "higher", from: "sweep" },
  { id: "total_trades", version: 1, label: "Trades", unit: "count", better: null, from: "sweep" },
  { id: "open_trades", version: 1, label: "Open trades", unit: "count", better: null, from: "sweep" },
  { id: "avg_duration", version: 1, label: "Average duration", unit: "days", better: null, from: "sweep" },
  { id: "total_fees", version: 1, label: "Fees", unit: "money", better: "lower", from: "sweep" },
  { id: "fee_per_trade", version: 1, label: "Fee per trade", unit: "money", better: "lower", from: "sweep" },
  { id: "cost_drag_bps", version: 1, label: "Cost drag", unit: "bps", better: "lower", from: "sweep" },
  {
    id: "gross_total_return",
    version: 1,
    label: "Gross total return",
    unit: "fraction",
    better: "higher",
    from: "sweep",
  },
  { id: "gross_cagr", version: 1, label: "Gross CAGR", unit: "fraction", better: "higher", from: "sweep" },
  { id: "exposure", version: 1, label: "Exposure", unit: "fraction", better: null, from: "sweep" },
  { id: "turnover", version: 1, label: "Turnover", unit: "ratio", better: null, from: "sweep" },
  { id: "skew", version: 1, label: "Skewness", unit: "ratio", better: "higher", from: "sweep" },
  { id: "kurtosis", version: 1, label: "Kurtosis", unit: "ratio", better: null, from: "sweep" },
  { id: "final_equity", version: 1, label: "Final equity", unit: "money", better: "higher", from: "sweep" },
  { id: "annual_return", version: 1, label: "Annual return", unit: "fraction", better: "higher", from: "series" },
  { id: "omega", version: 1, label: "Omega", unit: "ratio", better: "higher", from: "series" },
  { id: "sqn", version: 1, label: "SQN", unit: "ratio", better: "higher", from: "series" },
  { id: "break_even_bps", version: 1, label: "Break-even cost", unit: "bps", better: "higher", from: "series" },
  { id: "stability", version: 1, label: "Stability", unit: "ratio", better: "higher", from: "series" },
  { id: "beta", version: 1, label: "Beta", unit: "ratio", better: null, from: "series" },
  { id: "alpha", version: 1, label: "Alpha", unit: "fraction", better: "higher", from: "series" },
  { id: "downside_risk", version: 1, label: "Downside risk", unit: "fraction", better: "lower", from: "series" },
  { id: "longest_drawdown_days", version: 1, label: "Longest drawdown", unit: "days", better: "lower", from: "series" },
  { id: "deepest_drawdown_bars", version: 1, label: "Deepest drawdown", unit: "bars", better: "lower", from: "series" },
  { id: "deepest_drawdown_days", version: 1, label: "Deepest drawdown", unit: "days", better: "lower", from: "series" },
  { id: "time_under_water", version: 1, label: "Time under water", unit: "fraction", better: "lower", from: "series" },
  { id: "var_95", version: 1, label: "VaR 95 %", unit: "fraction", better: "higher", from: "series" },
  { id: "cvar_95", version: 1, label: "CVaR 95 %", unit: "fraction", better: "higher", from: "series" },
  { id: "tail_ratio", version: 1, label: "Tail ratio", unit: "ratio", better: "higher", from: "series" },
  { id: "dividends", version: 1, label: "Dividends", unit: "money", better: null, from: "series" },
  { id: "borrow_cost", version: 1, label: "Borrow cost", unit: "money", better: "lower", from: "series" },
  { id: "best_bar", version: 1, label: "Best bar", unit: "fraction", better: "higher", from: "series" },
  { id: "worst_bar", version: 1, label: "Worst bar", unit: "fraction", better: "higher", from: "series" },
  { id: "positive_bars", version: 1, label: "Positive bars", unit: "fraction", better: "higher", from: "series" },
  { id: "best_month", version: 1, label: "Best month", unit: "fraction", better: "higher", from: "series" },
  { id: "worst_month", version: 1, label: "Worst month", unit: "fraction", better: "higher", from: "series" },
  { id: "positive_months", version: 1, label: "Positive months", unit: "fraction", better: "higher", from: "series" },
  { id: "best_year", version: 1, label: "Best year", unit: "fraction", better: "higher", from: "series" },
  { id: "worst_year", version: 1, label: "Worst year", unit: "fraction", better: "higher", from: "series" },
  { id: "mean_ic", version: 1, label: "Mean IC", unit: "ratio", better: "higher", from: "factor" },
  { id: "rank_ic", version: 1, label: "Rank IC", unit: "ratio", better: "higher", from: "factor" },
  { id: "icir", version: 1, label: "ICIR", unit: "ratio", better: "higher", from: "factor" },
  { id: "hit_rate", version: 1, label: "Hit rate", unit: "fraction", better: "higher", from: "factor" },
  { id: "coverage", version: 1, label: "Coverage", unit: "fraction", better: "higher", from: "factor" },
  {
    id: "long_short_spread",
    version: 1,
    label: "Long-short spread",
    unit: "fraction",
    better: "higher",
    from: "factor",
  },
  { id: "average_turnover", version: 1, label: "Average turnover", unit: "fraction", better: "lower", from: "factor" },
  { id: "decay_half_life", version: 1, label: "Decay half-life", unit: "bars", better: "higher", from: "factor" },
] as const satisfies readonly MetricDefinition[];

type Entry = (typeof METRICS)[number];
export type MetricId = Entry["id"];
export type SweepMetricId = Extract<Entry, { from: "sweep" }>["id"];
export type SeriesMetricId = Extract<Entry, { from: "series" }>["id"];
export type FactorMetricId = Extract<Entry, { from: "factor" }>["id"];
/** Computed where it is asked for. */
export type ComputedMetricId = SeriesMetricId | FactorMetricId;

const isFrom =
  <F extends Entry["from"]>(from: F) =>
  (metric: Entry): metric is Extract<Entry, { from: F }> =>
    metric.from === from;

export const SWEEP_METRICS = METRICS.filter(isFrom("sweep"));
export const SERIES_METRICS = METRICS.filter(isFrom("series"));
export const FACTOR_METRICS = METRICS.filter(isFrom("factor"));

export const METRIC_IDS: readonly MetricId[] = METRICS.map(({ id }) => id);
export const SWEEP_METRIC_IDS: readonly SweepMetricId[] = SWEEP_METRICS.map(({ id }) => id);
export const COMPUTED_METRIC_IDS: readonly ComputedMetricId[] = [...SERIES_METRICS, ...FACTOR_METRICS].map(
  ({ id }) => id,
);

export function isMetricId(name: string): name is MetricId {
  return METRIC_IDS.some((id) => id === name);
}

export function isComputedMetric(name: string): name is ComputedMetricId {
  return COMPUTED_METRIC_IDS.some((id) => id === name);
}

const BY_ID: ReadonlyMap<string, Entry> = new Map(METRICS.map((metric) => [metric.id, metric]));

/** @throws RangeError on an id that the catalogue does not have */
export function metricInfo(id: MetricId): Entry {
  const metric = BY_ID.get(id);
  if (metric === undefined) throw new RangeError(`No metric "${id}" in the catalogue`);
  return metric;
}

/** The same of a metric of any name: one that the catalogue does not have is a program's own. */
export function describeMetric(name: string): MetricInfo {
  return BY_ID.get(name) ?? reportedMetric(name);
}

/** What is shown of a cell where nobody has named anything. */
export const HEADLINE_METRIC_IDS = [
  "sharpe",
  "cagr",
  "max_drawdown",
  "total_trades",
  "total_fees",
] as const satisfies readonly SweepMetricId[];

/** What cells that the engine computes can have. */
export const ENGINE_METRICS: MetricSet = metricSet(
  METRICS.map(({ from, ...info }) => ({ ...info, isStored: from === "sweep" })),
);

/**
 * Metrics of one cell; null is undefined, with its reason beside it. Computed ones are there when they were asked for, others
 * when a program has reported them.
 */
export type CellMetrics = Readonly<
  Record<SweepMetricId, number | null> & Partial<Record<ComputedMetricId, number | null>>
>;

/** One of them by any name; undefined where the cell has none of that name. */
export function metricValue(
  metrics: Readonly<Record<string, number | null | undefined>>,
  name: string,
): number | null | undefined {
  return metrics[name];
}

export type MetricReasons = Readonly<Partial<Record<MetricId, UndefinedReason>>>;
