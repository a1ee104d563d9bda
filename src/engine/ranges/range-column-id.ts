import type { MetricId } from "../metrics/metric-catalogue.ts";

/** The column of a metric over a range, by its place among the ranges: `w0_sharpe`. */
export function rangeColumnId(range: number, metric: MetricId): string {
  return `w${range}_${metric}`;
}
