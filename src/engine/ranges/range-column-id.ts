/** The column of a metric over a range, by its place among the ranges: `w0_sharpe`. */
export function rangeColumnId(range: number, metric: string): string {
  return `w${range}_${metric}`;
}
