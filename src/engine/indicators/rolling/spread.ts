import { skewOf } from "../../../core/metrics/shape.ts";
import { windowMoments } from "../windows/window-moments.ts";

/** Variance of the last `window` values: squared distances from the mean ÷ (window − ddof). NaN until the window is full. */
export function variance(source: Float64Array, window: number, ddof: number): Float64Array {
  return windowMoments(source, window).squares.map((sum) => known(sum / (window - ddof)));
}

/** Its root. */
export function standardDeviation(source: Float64Array, window: number, ddof: number): Float64Array {
  return variance(source, window, ddof).map(Math.sqrt);
}

/** Distance from the mean in standard deviations (n − 1). NaN where all values are equal. */
export function zScore(source: Float64Array, window: number): Float64Array {
  const { mean, squares } = windowMoments(source, window);
  return source.map((value, bar) =>
    known((value - (mean[bar] ?? Number.NaN)) / Math.sqrt((squares[bar] ?? Number.NaN) / (window - 1))),
  );
}

/** Skewness, corrected for its bias (G1, as pandas). NaN where all values are equal. @param window bars, at least 3 */
export function skewness(source: Float64Array, window: number): Float64Array {
  const { squares, cubes } = windowMoments(source, window);
  const correction = Math.sqrt(window * (window - 1)) / (window - 2);
  return cubes.map((cube, bar) => known(correction * skewOf((squares[bar] ?? Number.NaN) / window, cube / window)));
}

function known(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
