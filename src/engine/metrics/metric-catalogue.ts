export const UNDEFINED_REASONS = [
  "no_trades",
  "no_closed_trades",
  "no_losing_trades",
  "zero_variance",
  "zero_drawdown",
  "too_few_bars",
  "bankrupt",
  "not_computed",
  "no_losing_bars",
  "no_decay",
  "too_few_cells",
  "too_many_cells",
  "no_neighbours",
] as const;
export type UndefinedReason = (typeof UNDEFINED_REASONS)[number];

export const METRIC_UNITS = ["fraction", "ratio", "money", "count", "bars", "days", "bps"] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

export interface MetricInfo {
  /** Column name in tables, files, conditions and `objective`. */
  readonly id: string;
  /** Raised when the definition changes; results of different versions are not compared. */
  readonly version: number;
  readonly label: string;
  readonly unit: MetricUnit;
  /** Which way is better; null where neither is. */
  readonly better: "higher" | "lower" | null;
}

/**
 * The metrics every cell of a sweep has, in the order of tables and files.
 * `test/store` compares the ids with the columns of `nightgrid.result`.
 */
export const SWEEP_METRICS = [
  { id: "total_return", version: 1, label: "Total return", unit: "fraction", better: "higher" },
  { id: "cagr", version: 1, label: "CAGR", unit: "fraction", better: "higher" },
  { id: "sharpe", version: 1, label: "Sharpe", unit: "ratio", better: "higher" },
  { id: "sortino", version: 1, label: "Sortino", unit: "ratio", better: "higher" },
  { id: "calmar", version: 1, label: "Calmar", unit: "ratio", better: "higher" },
  { id: "volatility", version: 1, label: "Volatility", unit: "fraction", better: "lower" },
  { id: "max_drawdown", version: 1, label: "Max drawdown", unit: "fraction", better: "lower" },
  { id: "max_drawdown_bars", version: 1, label: "Max drawdown duration", unit: "bars", better: "lower" },
  { id: "win_rate", version: 1, label: "Win rate", unit: "fraction", better: "higher" },
  { id: "profit_factor", version: 1, label: "Profit factor", unit: "ratio", better: "higher" },
  { id: "expectancy", version: 1, label: "Expectancy", unit: "money", better: "higher" },
  { id: "total_trades", version: 1, label: "Trades", unit: "count", better: null },
  { id: "open_trades", version: 1, label: "Open trades", unit: "count", better: null },
  { id: "avg_duration", version: 1, label: "Average duration", unit: "days", better: null },
  { id: "total_fees", version: 1, label: "Fees", unit: "money", better: "lower" },
  { id: "fee_per_trade", version: 1, label: "Fee per trade", unit: "money", better: "lower" },
  { id: "cost_drag_bps", version: 1, label: "Cost drag", unit: "bps", better: "lower" },
  { id: "gross_total_return", version: 1, label: "Gross total return", unit: "fraction", better: "higher" },
  { id: "gross_cagr", version: 1, label: "Gross CAGR", unit: "fraction", better: "higher" },
  { id: "exposure", version: 1, label: "Exposure", unit: "fraction", better: null },
  { id: "turnover", version: 1, label: "Turnover", unit: "ratio", better: null },
  { id: "skew", version: 1, label: "Skewness", unit: "ratio", better: "higher" },
  { id: "kurtosis", version: 1, label: "Kurtosis", unit: "ratio", better: null },
  { id: "final_equity", version: 1, label: "Final equity", unit: "money", better: "higher" },
] as const satisfies readonly MetricInfo[];

export type SweepMetricId = (typeof SWEEP_METRICS)[number]["id"];

export const SWEEP_METRIC_IDS: readonly SweepMetricId[] = SWEEP_METRICS.map((metric) => metric.id);

/** Metrics of one cell; null is undefined, with its reason beside it. */
export type CellMetrics = Readonly<Record<SweepMetricId, number | null>>;
export type MetricReasons = Readonly<Partial<Record<SweepMetricId, UndefinedReason>>>;
