import { DAY_MS } from "../../../core/time/calendar-year.ts";
import type { Bars } from "../../bars.ts";

/** Returns in a year by the distance of bars in whole days; all others are taken by the day. */
const BY_DISTANCE: ReadonlyMap<number, number> = new Map([
  [7, 52],
  [31, 12],
  [365, 1],
]);
/** Of two days in seven: the market has weekends when more of its bars are on them. */
const WEEKEND_SHARE = (2 / 7) * 0.6;
/** It looks at the end of the data alone. */
const BARS_LOOKED_AT = 100;

/**
 * How many returns a year has in backtesting.py (0.6.x, `compute_stats`): 52, 12 or 1 for bars that lie 7, 31 or 365 days
 * apart (the median of the last 100), else 365 when more than 2/7 · 0.6 of the bars are on weekends, and 252 when not.
 */
export function backtestingYear({ time }: Pick<Bars, "time">): number {
  const last = time.subarray(-BARS_LOOKED_AT);
  const distances = last.subarray(1).map((value, index) => value - (last[index] ?? 0));
  const known = BY_DISTANCE.get(Math.floor(median(distances) / DAY_MS));
  if (known !== undefined) return known;
  const onWeekends = time.filter((at) => [0, 6].includes(new Date(at).getUTCDay())).length;
  return onWeekends > WEEKEND_SHARE * time.length ? 365 : 252;
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
