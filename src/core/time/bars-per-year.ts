import { DAY_MS, YEAR_DAYS } from "./calendar-year.ts";
import type { TradingSession } from "./trading-session.ts";
import { median, tradingYear } from "./trading-year.ts";

/**
 * How many bars a year has, for data whose source does not say: the usual number per day times the days that have bars
 * (252 or 365 where it is near them); for weekly and longer bars, 365.25 days by the median distance, rounded. 252 for
 * fewer than two bars.
 */
export function barsPerYear({ time }: { readonly time: Float64Array }, session?: TradingSession): number {
  if (time.length < 2) return 252;
  const distanceDays = median(time.subarray(1).map((value, index) => value - (time[index] ?? 0))) / DAY_MS;
  if (distanceDays >= 5) return Math.round(YEAR_DAYS / distanceDays);
  const { barsPerDay, days } = tradingYear(time, session);
  return barsPerDay * days;
}
