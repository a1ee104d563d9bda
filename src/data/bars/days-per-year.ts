import type { Bars } from "../../engine/bars.ts";
import { DAY_MS } from "./timeframe.ts";

/** Bars that lie closer than this, on average, are intraday ones. A day has 23 hours now and then. */
const CLOSEST_DAYS_MS = 0.9 * DAY_MS;
/** More is rather a number of bars than one of days. */
const MOST_DAYS = 366;
/** More than half of the two in seven that a market without weekends has: a Sunday evening is no trading day. */
const WEEKEND_SHARE = 0.5 * (2 / 7);

/**
 * Trading days in a year of intraday bars; null for daily and longer ones.
 *
 * @param bars of one symbol, or of several that trade on the same days
 * @param barsPerYear taken when it can only be a number of days
 */
export function daysPerYear(bars: readonly Bars[], barsPerYear: number): number | null {
  const longest = bars.toSorted((a, b) => b.time.length - a.time.length)[0];
  const { time } = longest ?? { time: new Float64Array() };
  const distance = ((time.at(-1) ?? 0) - (time[0] ?? 0)) / (time.length - 1);
  if (time.length < 2 || distance >= CLOSEST_DAYS_MS) return null;
  if (barsPerYear <= MOST_DAYS) return barsPerYear;
  const onWeekends = time.filter((at) => [0, 6].includes(new Date(at).getUTCDay())).length;
  return onWeekends > WEEKEND_SHARE * time.length ? 365 : 252;
}
