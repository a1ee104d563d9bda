import { metricInfo, type SeriesMetricId, type SweepMetricId } from "../metric-catalogue.ts";
import type { UndefinedReason } from "../../../core/metrics/undefined-reason.ts";

/** What `seriesMetrics` says of one equity curve, in the order of reports. */
const REPORT_METRIC_IDS = [
  "total_return",
  "cagr",
  "annual_return",
  "sharpe",
  "sortino",
  "calmar",
  "omega",
  "sqn",
  "stability",
  "beta",
  "alpha",
  "volatility",
  "downside_risk",
  "max_drawdown",
  "max_drawdown_bars",
  "longest_drawdown_days",
  "deepest_drawdown_bars",
  "deepest_drawdown_days",
  "time_under_water",
  "var_95",
  "cvar_95",
  "tail_ratio",
  "skew",
  "kurtosis",
  "dividends",
  "borrow_cost",
  "best_bar",
  "worst_bar",
  "positive_bars",
  "best_month",
  "worst_month",
  "positive_months",
  "best_year",
  "worst_year",
] as const satisfies readonly (SeriesMetricId | SweepMetricId)[];

export type ReportMetricId = (typeof REPORT_METRIC_IDS)[number];

export const REPORT_METRICS = REPORT_METRIC_IDS.map((id) => ({ ...metricInfo(id), id }));

/** Null is undefined, with its reason beside it. */
export type ReportMetrics = Readonly<Record<ReportMetricId, number | null>>;
export type ReportReasons = Readonly<Partial<Record<ReportMetricId, UndefinedReason>>>;
