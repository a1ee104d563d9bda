import type { Bars } from "../bars.ts";
import type { BarClock } from "./bar-clock.ts";
import type { FramePeriods } from "./frame-periods.ts";

/** Bars of a higher time frame. All of them have ended: what is not over at the last bar is not among them. */
export interface HigherBars extends Bars {
  /** As it was asked for, such as `1w`. */
  readonly timeframe: string;
  /** One value per bar of the lower frame: the index here of the last bar that had ended when that one was over; NaN before the first. */
  readonly at: Float64Array;
  /**
   * A column of these bars laid over those of the lower frame: at each of them the value of the last bar that had ended, NaN before
   * the first. Computed once per column.
   *
   * @param column one value per bar of the higher frame, such as `indicators.sma(weekly.close, 20)`
   */
  onto(column: Float64Array): Float64Array;
}

/** Which bars make up each higher bar. */
export interface BarGroups {
  /** Of each higher bar its bars of the lower frame, ascending; what lies between them and is in no session is left out. */
  readonly members: readonly (readonly number[])[];
  /** As in `HigherBars`. */
  readonly at: Float64Array;
}

/**
 * Goes through the bars once. A higher bar counts as ended at the first bar that is over when its period is, or that belongs to a
 * later one; nothing is added to it afterwards, so that it is the same whatever comes later.
 */
export function groupBars({ close }: Bars, { start, end }: BarClock, { idOf, endOf }: FramePeriods): BarGroups {
  const count = start.length;
  const at = new Float64Array(count);
  const members: number[][] = [];
  let last = Number.NaN;
  let hasEnded = true;
  let endsAt = Number.POSITIVE_INFINITY;
  for (let bar = 0; bar < count; bar++) {
    const id = idOf(bar);
    if (!Number.isNaN(id) && id !== last) {
      hasEnded = true;
      // A row of a panel without a bar of this symbol begins no period of it.
      if (!Number.isNaN(close[bar])) {
        last = id;
        hasEnded = false;
        members.push([]);
      }
    }
    if (id === last && !hasEnded) {
      if (!Number.isNaN(close[bar])) members.at(-1)?.push(bar);
      endsAt = endOf(bar);
    }
    if (!hasEnded && (end[bar] ?? Number.NaN) >= endsAt) hasEnded = true;
    const known = members.length - (hasEnded ? 1 : 2);
    at[bar] = known < 0 ? Number.NaN : known;
  }
  const ended = hasEnded ? members : members.slice(0, -1);
  return { members: ended, at };
}

/** Open of the first, highest high, lowest low, close of the last, volumes and dividends added up. */
export function higherColumns(bars: Bars, members: BarGroups["members"]): Bars {
  const of = (column: Float64Array, value: (own: readonly number[], column: Float64Array) => number): Float64Array =>
    Float64Array.from(members, (own) => value(own, column));
  const { dividend, extra } = bars;
  return {
    symbol: bars.symbol,
    time: of(bars.time, first),
    open: of(bars.open, first),
    high: of(bars.high, highest),
    low: of(bars.low, lowest),
    close: of(bars.close, last),
    volume: of(bars.volume, total),
    ...(dividend === undefined ? {} : { dividend: of(dividend, total) }),
    ...(extra === undefined
      ? {}
      : {
          extra: Object.freeze(
            Object.fromEntries(Object.entries(extra).map(([name, column]) => [name, of(column, last)])),
          ),
        }),
  };
}

type Column = Float64Array;

function first(own: readonly number[], column: Column): number {
  return column[own[0] ?? -1] ?? Number.NaN;
}

function last(own: readonly number[], column: Column): number {
  return column[own.at(-1) ?? -1] ?? Number.NaN;
}

function highest(own: readonly number[], column: Column): number {
  let found = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < own.length; i++) found = Math.max(found, column[own[i] ?? 0] ?? Number.NaN);
  return found;
}

function lowest(own: readonly number[], column: Column): number {
  let found = Number.POSITIVE_INFINITY;
  for (let i = 0; i < own.length; i++) found = Math.min(found, column[own[i] ?? 0] ?? Number.NaN);
  return found;
}

function total(own: readonly number[], column: Column): number {
  let sum = 0;
  for (let i = 0; i < own.length; i++) sum += column[own[i] ?? 0] ?? Number.NaN;
  return sum;
}
