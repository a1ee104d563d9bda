import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { tradingYear } from "../../core/time/trading-year.ts";

/** Bars that lie closer than this, on average, are intraday ones. A day has 23 hours now and then. */
const CLOSEST_DAYS_MS = 0.9 * DAY_MS;
/** More is rather a number of bars than one of days. */
const MOST_DAYS = 366;
/**
 * Trading days in a year of intraday bars; null for daily and longer ones.
 *
 * @param bars of one symbol, or of several that trade on the same days
 * @param barsPerYear taken when it can only be a number of days
 */
export function daysPerYear(bars: readonly Bars[], barsPerYear: number, session?: TradingSession): number | null {
  const longest = bars.toSorted((a, b) => b.time.length - a.time.length)[0];
  const { time } = longest ?? { time: new Float64Array() };
  const distance = ((time.at(-1) ?? 0) - (time[0] ?? 0)) / (time.length - 1);
  if (time.length < 2 || distance >= CLOSEST_DAYS_MS) return null;
  if (barsPerYear <= MOST_DAYS) return barsPerYear;
  return tradingYear(time, session).days;
}
