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
  const unit = unitOf(timeframe);
  return cutAt(bars, (time) => periodOf(time, unit), known);
}

/**
 * As `cutChunks`, but for the last period, to which bars are still being added: a year is cut at the turn of its months, a month
 * at that of its days, so that a new bar leaves all others of its period where they are.
 */
export function cutGrowing(bars: Bars, timeframe: string): readonly CutChunk[] {
  const unit = unitOf(timeframe);
  const last = periodOf(bars.time.at(-1) ?? 0, unit).period;
  return cutAt(bars, (time) => {
    const whole = periodOf(time, unit);
    return whole.period === last ? periodOf(time, FINER[unit]) : whole;
  });
}

function cutAt(bars: Bars, periodAt: (time: number) => Period, known: readonly Chunk[] = []): readonly CutChunk[] {
  const { symbol, time } = bars;
  const hashes = new Map(known.flatMap((chunk) => (chunk.symbol === symbol ? [[chunk.period, chunk]] : [])));
  const cut: CutChunk[] = [];
  for (let first = 0; first < time.length; ) {
    const { period, end } = periodAt(time[first] ?? 0);
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

type Unit = "year" | "month" | "day";

interface Period {
  readonly period: string;
  /** Milliseconds UTC; it is not in the period. */
  readonly end: number;
}

const FINER = { year: "month", month: "day" } as const;

function unitOf(timeframe: string): keyof typeof FINER {
  return timeframeMs(timeframe) < DAY_MS ? "month" : "year";
}

function periodOf(time: number, unit: Unit): Period {
  const moment = new Date(time);
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()];
  const ofYear = String(year).padStart(4, "0");
  if (unit === "year") return { period: ofYear, end: startOf(year + 1, 0, 1) };
  const ofMonth = `${ofYear}-${String(month + 1).padStart(2, "0")}`;
  if (unit === "month") return { period: ofMonth, end: startOf(year, month + 1, 1) };
  return { period: `${ofMonth}-${String(day).padStart(2, "0")}`, end: startOf(year, month, day + 1) };
}

/** `Date.UTC` takes the years 0 … 99 for those of the last century. */
function startOf(year: number, month: number, day: number): number {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month, day);
  return moment.getTime();
}
