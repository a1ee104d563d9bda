import { createHash } from "node:crypto";
import { firstAtOrAfter } from "../../core/numbers/first-at-or-after.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";
import { transformBars } from "../../engine/transform-bars.ts";
import { bytesOf, layoutOf } from "../bars/allocate-bars.ts";
import { timeframeMs } from "../bars/timeframe.ts";
import { type Chunk, hasSameColumns } from "./chunk.ts";

/** A chunk with the bars that are in it, over the memory that they were cut from. */
export interface CutChunk {
  readonly chunk: Chunk;
  readonly bars: Bars;
}

/**
 * Cuts bars at the turn of years, or of months where they are shorter than a day. Equal bars give equal chunks, whatever
 * lies before and after them in other periods.
 *
 * @param known chunks that these bars were joined from, whole: their hashes are taken over
 */
export function cutChunks(bars: Bars, timeframe: string, known: readonly Chunk[] = []): readonly CutChunk[] {
  const { symbol, time } = bars;
  const hashes = new Map(known.flatMap((chunk) => (chunk.symbol === symbol ? [[chunk.period, chunk]] : [])));
  const cut: CutChunk[] = [];
  for (let first = 0; first < time.length; ) {
    const { period, end } = periodOf(time[first] ?? 0, timeframeMs(timeframe) < DAY_MS);
    const last = firstAtOrAfter(time, end, first);
    const own = withoutIdleColumns(transformBars(bars, (column) => column.subarray(first, last)));
    const rows = last - first;
    const before = hashes.get(period);
    const range = { rows, from: time[first] ?? 0, to: time[last - 1] ?? 0 };
    const { bars: _, symbol: __, ...columns } = layoutOf(own);
    const isWhole = before?.rows === rows && before.from === range.from && before.to === range.to;
    const sha256 = isWhole && hasSameColumns(before, columns) ? before.sha256 : hashOf(own);
    const chunk = { symbol, period, sha256, ...range, ...columns };
    cut.push({ chunk, bars: own });
    first = last;
  }
  return cut;
}

/**
 * A column of dividends where none is paid, and one of membership where the symbol is always in, say what their absence
 * says: with them, a dividend of one year would change the bytes of all others.
 */
export function withoutIdleColumns(bars: Bars): Bars {
  const { dividend, member, ...rest } = bars;
  return {
    ...rest,
    ...(dividend?.some((paid) => !Object.is(paid, 0)) && { dividend }),
    ...(member?.some((isIn) => isIn !== 1) && { member }),
  };
}

function hashOf(bars: Bars): string {
  const hash = createHash("sha256");
  for (const bytes of bytesOf(bars)) hash.update(bytes);
  return hash.digest("hex");
}

function periodOf(time: number, isMonthly: boolean): { readonly period: string; readonly end: number } {
  const moment = new Date(time);
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth()];
  const name = String(year).padStart(4, "0");
  if (!isMonthly) return { period: name, end: monthStart(year + 1, 0) };
  return { period: `${name}-${String(month + 1).padStart(2, "0")}`, end: monthStart(year, month + 1) };
}

/** `Date.UTC` takes the years 0 … 99 for those of the last century. */
function monthStart(year: number, month: number): number {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month, 1);
  return moment.getTime();
}
