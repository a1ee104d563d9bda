import { rma } from "../averages/seeded-ema.ts";
import { type RangeColumns, trueRange } from "./true-range.ts";

/** Average true range: Wilder's average of it. NaN for the first `window` bars. */
export function atr(bars: RangeColumns, window: number): Float64Array {
  return rma(trueRange(bars), window, 1);
}

/** The same in percent of the close; 0 where that is 0. */
export function natr(bars: RangeColumns, window: number): Float64Array {
  return atr(bars, window).map((range, bar) => {
    const close = bars.close[bar] ?? Number.NaN;
    return close === 0 ? 0 : (100 * range) / close;
  });
}
