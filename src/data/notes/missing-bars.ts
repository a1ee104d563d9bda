import { DAY_MS } from "../../core/time/calendar-year.ts";
import { type TradingSession, tradingDays } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { median } from "../../core/time/trading-year.ts";
import { type Gap, oddGaps } from "./odd-gaps.ts";

const MOST_MISSING = 0.02;
/** Nothing for longer than this share of a day's bars, and for more than two, is a hole, not a quiet hour. */
const HOLE_OF_DAY = 0.1;
const QUIET_BARS = 2;
/** A pause at the same time of day on so many days is the exchange's. */
const USUAL_PAUSE = { share: 0.2, days: 3 } as const;
/** Some exchanges are closed for a week, once or twice a year. */
const MOST_PERIODS_MISSING = 0.05;

/** Intraday bars that are missing between others of their day; where `isAlwaysOpen`, between any. */
export function missingInDays(
  { time }: Bars,
  market: { readonly stepMs: number; readonly session?: TradingSession; readonly isAlwaysOpen: boolean },
): readonly Gap[] {
  const { stepMs, session, isAlwaysOpen } = market;
  const days = time.map(tradingDays(session));
  const isInside = (bar: number): boolean => isAlwaysOpen || days[bar] === days[bar - 1];
  const gaps = gapsOf(time, stepMs).filter(({ bar }) => isInside(bar));
  const longest = Math.max(QUIET_BARS, HOLE_OF_DAY * usualPerDay(days));
  return oddGaps(withoutUsual(gaps, new Set(days).size), time.length, { share: MOST_MISSING, longest });
}

/** Weekly and longer bars. */
export function missingPeriods({ time }: Bars, stepMs: number): readonly Gap[] {
  return oddGaps(gapsOf(time, stepMs), time.length, { share: MOST_PERIODS_MISSING, longest: 1 });
}

/** `bar` is the one after the gap. */
function gapsOf(time: Float64Array, stepMs: number): readonly (Gap & { readonly bar: number })[] {
  const gaps: (Gap & { readonly bar: number })[] = [];
  for (let bar = 1; bar < time.length; bar++) {
    const [before = 0, after = 0] = [time[bar - 1], time[bar]];
    const missing = Math.round((after - before) / stepMs) - 1;
    // Months differ in length.
    const step = stepMs < DAY_MS ? stepMs : Math.floor((after - before) / (missing + 1) / DAY_MS) * DAY_MS;
    if (missing > 0) gaps.push({ bar, missing, from: before + step, to: after - step });
  }
  return gaps;
}

function usualPerDay(days: Float64Array): number {
  const counts = new Map<number, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  return median(Float64Array.from(counts.values()));
}

/** Time of day and length. */
function keyOf({ missing, from }: Gap): string {
  return `${from % DAY_MS} ${missing}`;
}

/** Leaves out those that come at the same time and for as long on many days, such as a lunch hour. */
function withoutUsual(gaps: readonly Gap[], days: number): readonly Gap[] {
  const counts = new Map<string, number>();
  for (const gap of gaps) counts.set(keyOf(gap), (counts.get(keyOf(gap)) ?? 0) + 1);
  const usual = Math.max(USUAL_PAUSE.days, USUAL_PAUSE.share * days);
  return gaps.filter((gap) => (counts.get(keyOf(gap)) ?? 0) < usual);
}
