import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";
import { LONG_BARS_MS } from "../bars/timeframe.ts";
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

/** A holiday, or a weekend of one market that is none of the other, may lie at either end. */
const TOLERATED_DAYS = { beside: 3, asked: 5 } as const;

interface Place {
  readonly rhythms: readonly TradingRhythm[];
  readonly stepMs: number;
  /** Null dates were not asked for. */
  readonly asked: DateWindow;
}

export function lateAndEarly(
  all: readonly Bars[],
  { rhythms, stepMs, asked }: Place,
): { readonly late: readonly OddEnd[]; readonly early: readonly OddEnd[] } {
  const bars = all.filter(({ time }) => time.length > 0);
  const first = bars.toSorted((a, b) => startOf(a) - startOf(b))[0];
  const last = bars.toSorted((a, b) => endOf(b) - endOf(a))[0];
  const [start, end] = [dayOf(asked.startDate), dayOf(asked.endDate)];
  const late: OddEnd[] = [];
  const early: OddEnd[] = [];
  for (const one of bars) {
    const rhythm = rhythms[all.indexOf(one)];
    const [firstDay, lastDay] = [rhythm?.days[0], rhythm?.days.at(-1)];
    if (rhythm === undefined || firstDay === undefined || lastDay === undefined) continue;
    const perDay = one.time.length / rhythm.days.length;
    const isLong = stepMs >= LONG_BARS_MS;
    // The rest of a period is no bar of its own.
    const usual = (from: number, to: number): number =>
      isLong
        ? Math.floor(((to - from) * DAY_MS) / stepMs)
        : Math.round(usualDays(rhythm.weekdays, from, to).length * perDay);
    const missed = (count: number, than: string, days: number): Missed =>
      count > (isLong ? 1 : days * Math.max(1, perDay)) ? { bars: count, than } : null;
    const [begin, finish] = [startOf(one), endOf(one)];
    const before = missed(barsBefore(begin, first), first?.symbol ?? "", TOLERATED_DAYS.beside);
    const after = missed(barsAfter(finish, last), last?.symbol ?? "", TOLERATED_DAYS.beside);
    const asOfStart = start === null ? null : missed(usual(start, firstDay), "start_date", TOLERATED_DAYS.asked);
    const asOfEnd = end === null ? null : missed(usual(lastDay + 1, end + 1), "end_date", TOLERATED_DAYS.asked);
    const { symbol } = one;
    const [lateBy, earlyBy] = [more(before, asOfStart), more(after, asOfEnd)];
    if (lateBy !== null) late.push({ symbol, at: begin, ...lateBy });
    if (earlyBy !== null) early.push({ symbol, at: finish, ...earlyBy });
  }
  return { late, early };
}

/** Null where it is no more than usual. */
type Missed = Pick<OddEnd, "bars" | "than"> | null;

function more(other: Missed, date: Missed): Missed {
  if (other === null || date === null) return other ?? date;
  return other.bars >= date.bars ? other : date;
}

function barsBefore(at: number, bars: Bars | undefined): number {
  const index = bars?.time.findIndex((time) => time >= at) ?? 0;
  return index < 0 ? (bars?.time.length ?? 0) : index;
}

function barsAfter(at: number, bars: Bars | undefined): number {
  return bars === undefined ? 0 : bars.time.length - 1 - bars.time.findLastIndex((time) => time <= at);
}

function startOf({ time }: Bars): number {
  return time[0] ?? 0;
}

function endOf({ time }: Bars): number {
  return time.at(-1) ?? 0;
}

function dayOf(date: string | null): number | null {
  return date === null ? null : Date.parse(date) / DAY_MS;
}
