import type { UndefinedReason } from "../../../core/metrics/undefined-reason.ts";
import { type MetricId, METRICS, type SeriesMetricId, type SweepMetricId } from "../metric-catalogue.ts";

/** Metrics of the sweep that one equity curve tells too; all of `series` come from it. */
const SWEPT_TOO = [
  "total_return",
  "cagr",
  "sharpe",
  "sortino",
  "calmar",
  "volatility",
  "max_drawdown",
  "max_drawdown_bars",
  "skew",
  "kurtosis",
] as const satisfies readonly SweepMetricId[];

export type ReportMetricId = (typeof SWEPT_TOO)[number] | SeriesMetricId;

/** What `seriesMetrics` says of one equity curve, in the order of the catalogue. */
export const REPORT_METRICS = METRICS.filter(
  (metric): metric is Extract<(typeof METRICS)[number], { id: ReportMetricId }> =>
    metric.from === "series" || SWEPT_TOO.some((id: MetricId) => id === metric.id),
);

/** Null is undefined, with its reason beside it. */
export type ReportMetrics = Readonly<Record<ReportMetricId, number | null>>;
export type ReportReasons = Readonly<Partial<Record<ReportMetricId, UndefinedReason>>>;
