import type { Bars } from "../../engine/bars.ts";

/**
 * Prices corrected for splits and dividends, in place: close becomes the adjusted
 * close, and open, high and low are scaled by the same factor, so that the bar keeps
 * its shape. Volume stays as it was traded. Rounding may leave the high a few units in
 * the last place below the close, or the low above it.
 *
 * @param adjustedClose one value per bar, > 0
 */
export function adjustBars(bars: Bars, adjustedClose: Float64Array): void {
  for (const [index, adjusted] of adjustedClose.entries()) {
    const factor = adjusted / (bars.close[index] ?? 1);
    for (const column of [bars.open, bars.high, bars.low]) column[index] = (column[index] ?? 0) * factor;
    bars.close[index] = adjusted;
  }
}
