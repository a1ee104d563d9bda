import type { Bars } from "../../engine/bars.ts";
import { DAY_MS, LONG_BARS_MS } from "../bars/timeframe.ts";
import type { DateWindow } from "../resolve-window.ts";
import { type TradingRhythm, usualDays } from "./trading-rhythm.ts";

/** A symbol that begins later, or ends earlier, than another one or than it was asked for. */
export interface OddEnd {
  readonly symbol: string;
  /** Milliseconds UTC of its first or last bar. */
  readonly at: number;
  /** How many bars there would have been besides. */
  readonly bars: number;
  /** Another symbol, `start_date` or `end_date`. */
  readonly than: string;
}

/** A long holiday may lie at either end. */
const TOLERATED_BARS = 5;

export interface AskedDates {
  readonly stepMs: number;
  readonly asked: DateWindow;
}

export function lateAndEarly(
  bars: readonly Bars[],
  rhythms: readonly TradingRhythm[],
  { stepMs, asked }: AskedDates,
): { readonly late: readonly OddEnd[]; readonly early: readonly OddEnd[] } {
  const first = bars.reduce<Bars | null>((best, one) => (best && startOf(best) <= startOf(one) ? best : one), null);
  const last = bars.reduce<Bars | null>((best, one) => (best && endOf(best) >= endOf(one) ? best : one), null);
  const [start, end] = [dayOf(asked.startDate), dayOf(asked.endDate)];
  const late: OddEnd[] = [];
  const early: OddEnd[] = [];
  for (const [index, one] of bars.entries()) {
    const rhythm = rhythms[index];
    if (rhythm === undefined || one.time.length === 0) continue;
    const [symbol, from, to] = [one.symbol, startOf(one), endOf(one)];
    const [firstDay = 0, lastDay = 0] = [rhythm.days[0], rhythm.days.at(-1)];
    const perDay = one.time.length / rhythm.days.length;
    const usual = (a: number, b: number): number =>
      stepMs >= LONG_BARS_MS
        ? Math.floor(((b - a) * DAY_MS) / stepMs)
        : Math.round(usualDays(rhythm.weekdays, a, b).length * perDay);
    const before = first === null ? 0 : first.time.filter((time) => time < from).length;
    const after = last === null ? 0 : last.time.filter((time) => time > to).length;
    const lateBy = most({ bars: before, than: first?.symbol }, { bars: usual(start ?? firstDay, firstDay), than: "start_date" });
    const earlyBy = most(
      { bars: after, than: last?.symbol },
      { bars: usual(lastDay + 1, (end ?? lastDay) + 1), than: "end_date" },
    );
    // Intraday bars: less than some days is no more than a session that was cut short.
    const limit = TOLERATED_BARS * Math.max(1, perDay);
    if (lateBy.bars > limit) late.push({ symbol, at: from, ...lateBy });
    if (earlyBy.bars > limit) early.push({ symbol, at: to, ...earlyBy });
  }
  return { late, early };
}


function most(
  other: { readonly bars: number; readonly than: string | undefined },
  date: { readonly bars: number; readonly than: string },
): { readonly bars: number; readonly than: string } {
  return other.bars > 0 && other.bars >= date.bars ? { bars: other.bars, than: other.than ?? date.than } : date;
}

function startOf({ time }: Bars): number {
  return time[0] ?? Number.POSITIVE_INFINITY;
}

function endOf({ time }: Bars): number {
  return time.at(-1) ?? Number.NEGATIVE_INFINITY;
}

function dayOf(date: string | null): number | null {
  return date === null ? null : Date.parse(date) / DAY_MS;
}
