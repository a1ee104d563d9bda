import { atr } from "./atr.ts";
import type { RangeColumns } from "./true-range.ts";

export interface SupertrendColumns {
  /** The stop: below the price in an uptrend, above it in a downtrend. */
  readonly line: Float64Array;
  /** 1 up, −1 down. */
  readonly direction: Float64Array;
}

/**
 * Supertrend (Seban): bands of `multiplier` average true ranges around the middle of the bar, that only close in as long as the close has not passed
 * them; the trend turns when it closes beyond the one on the other side. Starts upwards. NaN for the first `window` bars.
 */
export function supertrend(bars: RangeColumns, window: number, multiplier: number): SupertrendColumns {
  const { high, low, close } = bars;
  const range = atr(bars, window);
  const line = new Float64Array(close.length).fill(Number.NaN);
  const direction = new Float64Array(close.length).fill(Number.NaN);
  let lower = Number.NEGATIVE_INFINITY;
  let upper = Number.POSITIVE_INFINITY;
  let trend = 1;
  for (let bar = window; bar < close.length; bar++) {
    const price = close[bar] ?? Number.NaN;
    const before = bar === window ? Number.NaN : (close[bar - 1] ?? Number.NaN);
    const middle = ((high[bar] ?? Number.NaN) + (low[bar] ?? Number.NaN)) / 2;
    const width = multiplier * (range[bar] ?? Number.NaN);
    const isTurned = trend === 1 ? price < lower : price > upper;
    lower = before > lower ? Math.max(middle - width, lower) : middle - width;
    upper = before < upper ? Math.min(middle + width, upper) : middle + width;
    if (isTurned) trend = -trend;
    line[bar] = trend === 1 ? lower : upper;
    direction[bar] = trend;
  }
  return { line, direction };
}
