import { endlessValue } from "../../core/metrics/metric-set.ts";
import { isLossless } from "../../core/metrics/undefined-reason.ts";
import type { MetricOrder } from "../../store/sweep/order-cells.ts";
import type { CellRow } from "../../store/sweep/read-cells.ts";

/** The same order as that of SQL, for a metric that is in no table. Memory holds all cells. */
export async function* sortedByComputed(
  pages: AsyncIterable<readonly CellRow[]>,
  order: MetricOrder,
  limit: number | null,
): AsyncGenerator<readonly CellRow[], void, undefined> {
  const placed: { readonly row: CellRow; readonly place: readonly number[] }[] = [];
  for await (const page of pages) for (const row of page) placed.push({ row, place: placeOf(row, order) });
  placed.sort((a, b) => firstDifference(a.place, b.place) || a.row.cell - b.row.cell);
  yield placed.slice(0, limit ?? placed.length).map(({ row }) => row);
}

/** Ascending from best to worst: whether it failed, hardly traded, is undefined, and then its value. */
function placeOf({ result }: CellRow, { metric, better, descending, minTrades }: MetricOrder): readonly number[] {
  if (result === null) return [1];
  const isRare = (result.metrics.total_trades ?? 0) < minTrades;
  const isEndless = isLossless(result.reasons[metric]);
  const endless = endlessValue({ better });
  const value = isEndless ? endless : (result.metrics[metric] ?? null);
  const gain = isEndless ? -(result.metrics.total_return ?? 0) : 0;
  return [0, isRare ? 1 : 0, value === null ? 1 : 0, (descending ? -1 : 1) * (value ?? 0), gain];
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
