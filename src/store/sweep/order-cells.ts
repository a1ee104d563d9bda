import type { ParamValue } from "../../core/values/params.ts";
import { isLossless, rankingEnd, UNDEFINED_REASONS } from "../../engine/metrics/metric-catalogue.ts";
import type { MetricColumn } from "./batches.ts";
import { rankedCells } from "./rank-cells.ts";
import type { CellOrder, MetricOrder, ParamOrder } from "./read-cells.ts";

/** Metrics of all cells of a sweep, by cell number. */
export type ReadColumns = (names: readonly string[]) => Promise<readonly MetricColumn[]>;

/** From the first to before the last of an order. */
export interface PageBounds {
  readonly from: number;
  readonly to: number;
}

interface Candidates {
  /** Ascending. */
  readonly done: Int32Array;
  /** Ascending; they come last, unless cells are wanted by their numbers. */
  readonly failed: Int32Array;
}

/** The cells of a page, in their order. */
export async function orderCells(
  { done, failed }: Candidates,
  order: CellOrder,
  { page, readColumns }: { readonly page: PageBounds; readonly readColumns: ReadColumns },
): Promise<Int32Array> {
  if (order.by === "cell")
    return Int32Array.from([...done, ...failed])
      .sort()
      .slice(page.from, page.to);
  const first =
    order.by === "param"
      ? byParam(done, order).slice(page.from, page.to)
      : rankedCells(done, await rankingOf(order, readColumns), page);
  const last = failed.slice(Math.max(0, page.from - done.length), Math.max(0, page.to - done.length));
  return Int32Array.from([...first, ...last]);
}

/** By code of a reason: 1 for those that rank above every number. */
const LOSSLESS_CODES = Uint8Array.from([undefined, ...UNDEFINED_REASONS], (reason) => Number(isLossless(reason)));

async function rankingOf({ metric, descending, minTrades }: MetricOrder, readColumns: ReadColumns) {
  const [ranked, trades, returns] = await readColumns([metric, "total_trades", "total_return"]);
  if (ranked === undefined || trades === undefined || returns === undefined) throw new Error("Columns are missing");
  return {
    values: ranked.values,
    lossless: ranked.reasons.map((code) => LOSSLESS_CODES[code] ?? 0),
    gains: returns.values,
    rare: Uint8Array.from(trades.values, (count) => Number(minTrades > 0 && !(count >= minTrades))),
    descending,
    better: rankingEnd(metric),
  };
}

function byParam(cells: Int32Array, { valueOf, descending }: ParamOrder): Int32Array {
  const values = new Map([...cells].map((cell) => [cell, valueOf(cell)]));
  const sign = descending ? -1 : 1;
  return cells.toSorted((a, b) => sign * compareValues(values.get(a), values.get(b)) || a - b);
}

/** Numbers by size, texts by their characters, false before true; of different kinds, by the kind. */
function compareValues(a: ParamValue | undefined, b: ParamValue | undefined): number {
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  if (a === b || a === undefined || b === undefined) return 0;
  return a < b ? -1 : 1;
}
