import { canonicalJson } from "../../core/values/canonical-json.ts";

/** One symbol in one period: the unit in which bars are kept, so that new bars leave those of earlier periods where they are. */
export interface Chunk {
  readonly symbol: string;
  /**
   * In UTC: `2026`, or `2026-11` of bars shorter than a day. Of the last one, to which bars are still being added, a part:
   * `2026-11` or `2026-11-30`. No two of a symbol overlap.
   */
  readonly period: string;
  /** Of its bytes: column after column, as `bytesOf` gives them. */
  readonly sha256: string;
  readonly rows: number;
  /** Milliseconds UTC of the first and last bar. */
  readonly from: number;
  readonly to: number;
  /** Absent: none of its bars pays one, and its bytes have no such column. */
  readonly hasDividends?: boolean;
  /** Absent: at each of its bars the symbol is in its universe, and its bytes have no such column. */
  readonly hasMember?: boolean;
  /** As of `BarsLayout`; the same in all chunks of a symbol. */
  readonly extra?: readonly string[];
}

/** By symbol, in the order of code units: that of the names that `canonicalJson` sorts. Then by time. */
export function compareChunks(a: Chunk, b: Chunk): number {
  if (a.symbol !== b.symbol) return a.symbol < b.symbol ? -1 : 1;
  return a.from - b.from;
}

export type ChunkColumns = Pick<Chunk, "hasDividends" | "hasMember" | "extra">;

/** Whether two chunks have the same columns besides the usual ones: their bytes alone don't say which they are. */
export function hasSameColumns(a: ChunkColumns, b: ChunkColumns): boolean {
  return canonicalJson(columnsOf(a)) === canonicalJson(columnsOf(b));
}

/** The columns besides the usual ones, all of them named. */
export function columnsOf({ hasDividends = false, hasMember = false, extra = [] }: ChunkColumns) {
  return { hasDividends, hasMember, extra };
}
