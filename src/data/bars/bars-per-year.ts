import type { Bars } from "../../engine/bars.ts";
import { DAY_MS } from "./timeframe.ts";

const SUNDAY = 0;
const SATURDAY = 6;

/**
 * How many bars a year has, for data whose source does not say: the median number per
 * day times 365 when there are bars on weekends, else times 252; for weekly and longer
 * bars, 365.25 days by the median distance, rounded. 252 for fewer than two bars.
 */
export function barsPerYear(bars: Bars): number {
  const { time } = bars;
  if (time.length < 2) return 252;
  const distanceDays = median(time.subarray(1).map((value, index) => value - (time[index] ?? 0))) / DAY_MS;
  if (distanceDays >= 5) return Math.round(365.25 / distanceDays);
  const perDay = new Map<number, number>();
  for (const value of time) {
    const day = Math.floor(value / DAY_MS);
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  return median(Float64Array.from(perDay.values())) * (hasWeekends(time) ? 365 : 252);
}

function hasWeekends(time: Float64Array): boolean {
  return time.some((value) => [SUNDAY, SATURDAY].includes(new Date(value).getUTCDay()));
}

function median(values: Float64Array): number {
  return values.sort()[values.length >> 1] ?? 0;
}
