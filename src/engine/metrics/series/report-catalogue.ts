import type { MetricInfo, UndefinedReason } from "../metric-catalogue.ts";

/**
 * What `seriesMetrics` says of one equity curve, in the order of reports. An id that a sweep has too means the same
 * there: `test/engine/metrics/series` holds both catalogues to each other and to `docs/metrics.md`.
 */
export const REPORT_METRICS = [
  { id: "total_return", version: 1, label: "Total return", unit: "fraction", better: "higher" },
  { id: "cagr", version: 1, label: "CAGR", unit: "fraction", better: "higher" },
  { id: "annual_return", version: 1, label: "Annual return", unit: "fraction", better: "higher" },
  { id: "sharpe", version: 1, label: "Sharpe", unit: "ratio", better: "higher" },
  { id: "sortino", version: 1, label: "Sortino", unit: "ratio", better: "higher" },
  { id: "calmar", version: 1, label: "Calmar", unit: "ratio", better: "higher" },
  { id: "omega", version: 1, label: "Omega", unit: "ratio", better: "higher" },
  { id: "sqn", version: 1, label: "SQN", unit: "ratio", better: "higher" },
  { id: "stability", version: 1, label: "Stability", unit: "ratio", better: "higher" },
  { id: "beta", version: 1, label: "Beta", unit: "ratio", better: null },
  { id: "alpha", version: 1, label: "Alpha", unit: "fraction", better: "higher" },
  { id: "volatility", version: 1, label: "Volatility", unit: "fraction", better: "lower" },
  { id: "downside_risk", version: 1, label: "Downside risk", unit: "fraction", better: "lower" },
  { id: "max_drawdown", version: 1, label: "Max drawdown", unit: "fraction", better: "lower" },
  { id: "max_drawdown_bars", version: 1, label: "Max drawdown duration", unit: "bars", better: "lower" },
  { id: "longest_drawdown_days", version: 1, label: "Longest drawdown", unit: "days", better: "lower" },
  { id: "deepest_drawdown_bars", version: 1, label: "Deepest drawdown", unit: "bars", better: "lower" },
  { id: "deepest_drawdown_days", version: 1, label: "Deepest drawdown", unit: "days", better: "lower" },
  { id: "time_under_water", version: 1, label: "Time under water", unit: "fraction", better: "lower" },
  { id: "var_95", version: 1, label: "VaR 95 %", unit: "fraction", better: "higher" },
  { id: "cvar_95", version: 1, label: "CVaR 95 %", unit: "fraction", better: "higher" },
  { id: "tail_ratio", version: 1, label: "Tail ratio", unit: "ratio", better: "higher" },
  { id: "skew", version: 1, label: "Skewness", unit: "ratio", better: "higher" },
  { id: "kurtosis", version: 1, label: "Kurtosis", unit: "ratio", better: null },
  { id: "dividends", version: 1, label: "Dividends", unit: "money", better: null },
  { id: "borrow_cost", version: 1, label: "Borrow cost", unit: "money", better: "lower" },
  { id: "best_bar", version: 1, label: "Best bar", unit: "fraction", better: "higher" },
  { id: "worst_bar", version: 1, label: "Worst bar", unit: "fraction", better: "higher" },
  { id: "positive_bars", version: 1, label: "Positive bars", unit: "fraction", better: "higher" },
  { id: "best_month", version: 1, label: "Best month", unit: "fraction", better: "higher" },
  { id: "worst_month", version: 1, label: "Worst month", unit: "fraction", better: "higher" },
  { id: "positive_months", version: 1, label: "Positive months", unit: "fraction", better: "higher" },
  { id: "best_year", version: 1, label: "Best year", unit: "fraction", better: "higher" },
  { id: "worst_year", version: 1, label: "Worst year", unit: "fraction", better: "higher" },
] as const satisfies readonly MetricInfo[];

export type ReportMetricId = (typeof REPORT_METRICS)[number]["id"];

/** Null is undefined, with its reason beside it. */
export type ReportMetrics = Readonly<Record<ReportMetricId, number | null>>;
export type ReportReasons = Readonly<Partial<Record<ReportMetricId, UndefinedReason>>>;
