import { windowComoments } from "../windows/window-comoments.ts";

export interface RegressionColumns {
  /** Of the line at the latest bar. */
  readonly value: Float64Array;
  /** Per bar. */
  readonly slope: Float64Array;
  /** Of the line at the first bar of the window. */
  readonly intercept: Float64Array;
  /** Share of the variance that the line explains, 0…1. NaN where all values are equal. */
  readonly rSquared: Float64Array;
}

/** Straight line through the last `window` values, by least squares. NaN until the window is full. @param window bars, at least 2 */
export function linearRegression(source: Float64Array, window: number): RegressionColumns {
  const bars = Float64Array.from(source, (_, bar) => bar);
  const { meanY, xy, yy } = windowComoments(bars, source, window);
  // Of the bars themselves there is a formula, without rounding.
  const xx = (window * (window * window - 1)) / 12;
  const reach = (window - 1) / 2;
  const slope = xy.map((sum) => sum / xx);
  return {
    value: meanY.map((mean, bar) => mean + (slope[bar] ?? Number.NaN) * reach),
    slope,
    intercept: meanY.map((mean, bar) => mean - (slope[bar] ?? Number.NaN) * reach),
    rSquared: xy.map((sum, bar) => Math.min(1, (sum * sum) / (xx * (yy[bar] ?? Number.NaN)))),
  };
}
