import type { ParamValue } from "../../core/params/param-spec.ts";
import type { Better } from "../../core/metrics/metric-info.ts";
import { isLossless, UNDEFINED_REASONS } from "../../core/metrics/undefined-reason.ts";
import type { MetricColumn } from "./batches.ts";
import { rankAll, type Ranked, rankedCells } from "./rank-cells.ts";

/**
 * What to sort by. Cells with fewer than `minTrades` trades come after all others, in each part what is undefined because
 * nothing was lost counts as the better end (among them the higher total return first), other undefined metrics come last;
 * then failed cells. Equal ones in cell order.
 */
export type CellOrder = { readonly by: "cell" } | MetricOrder | ParamOrder;

export interface ParamOrder {
  readonly by: "param";
  /** Of each cell. */
  readonly valueOf: (cell: number) => ParamValue;
  readonly descending: boolean;
}

export interface MetricOrder {
  readonly by: "metric";
  readonly metric: string;
  /** Which end of it ranks first. */
  readonly better: Better;
  readonly descending: boolean;
  /** 0 for no such rule. */
  readonly minTrades: number;
}

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

/** All of them in their order, for those who keep it. */
export async function orderAll(
  { done, failed }: Candidates,
  order: MetricOrder,
  readColumns: ReadColumns,
): Promise<Int32Array> {
  const all = new Int32Array(done.length + failed.length);
  all.set(rankAll(done, await rankingOf(order, readColumns)));
  all.set(failed, done.length);
  return all;
}

/** By code of a reason: 1 for those that rank above every number. */
const LOSSLESS_CODES = Uint8Array.from([undefined, ...UNDEFINED_REASONS], (reason) => Number(isLossless(reason)));

/** Reads of trades and gains only what the order asks for. */
async function rankingOf(
  { metric, better, descending, minTrades }: MetricOrder,
  readColumns: ReadColumns,
): Promise<Ranked> {
  const [ranked, trades] = await readColumns(minTrades > 0 ? [metric, "total_trades"] : [metric]);
  if (ranked === undefined) throw new Error(`The column ${metric} is missing`);
  const cells = ranked.values.length;
  const lossless = new Uint8Array(cells);
  for (let cell = 0; cell < cells; cell++) lossless[cell] = LOSSLESS_CODES[ranked.reasons[cell] ?? 0] ?? 0;
  const [returns] = lossless.includes(1) ? await readColumns(["total_return"]) : [];
  const rare = new Uint8Array(ranked.values.length);
  if (trades !== undefined)
    for (const [cell, count] of trades.values.entries()) rare[cell] = Number(!(count >= minTrades));
  return {
    values: ranked.values,
    lossless,
    gains: returns?.values ?? new Float64Array(),
    rare,
    descending,
    better,
  };
}

function byParam(cells: Int32Array, { valueOf, descending }: ParamOrder): Int32Array {
  const values = new Map([...cells].map((cell) => [cell, valueOf(cell)]));
  const sign = descending ? -1 : 1;
  return cells.toSorted((a, b) => sign * compareValues(values.get(a), values.get(b)) || a - b);
}

/** Numbers by size, texts by their characters, false before true; of different kinds, by the kind. */
export function compareValues(a: ParamValue | undefined, b: ParamValue | undefined): number {
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  if (a === b || a === undefined || b === undefined) return 0;
  return a < b ? -1 : 1;
}
