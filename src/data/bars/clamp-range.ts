import type { Bars } from "../../engine/bars.ts";

/**
 * By how much a high may be below open or close, and a low above, relative: prices that were scaled or rounded miss
 * each other by a few units in the last place. More is an error of the source.
 */
export const RANGE_TOLERANCE = 1e-9;

/** Puts high and low around open and close, in place, so that nobody after this needs a tolerance of their own. */
export function clampRange({ open, high, low, close }: Bars): void {
  for (let index = 0; index < open.length; index++) {
    const first = open[index] ?? 0;
    const last = close[index] ?? 0;
    high[index] = Math.max(high[index] ?? 0, first, last);
    low[index] = Math.min(low[index] ?? 0, first, last);
  }
}
