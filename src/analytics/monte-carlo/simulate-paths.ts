import { drawdownDepth } from "../../core/metrics/drawdown-depth.ts";
import { arithmeticSharpe } from "../../core/metrics/sharpe.ts";
import { createRandom } from "../resampling/random.ts";
import { resampler, type ResamplingMethod } from "../resampling/resample.ts";

/** The history that was, and how histories are measured. Plain data: it crosses to threads. */
export interface PathMeasure {
  /** Of bars, days or trades, as fractions, all finite; −1 and below lose everything. At least one. */
  readonly returns: Float64Array;
  /** After how many returns the value is kept, ascending; the last is the number of returns. */
  readonly points: Int32Array;
  /** Returns in a year. */
  readonly perYear: number;
  /** Return per period without risk. */
  readonly riskFree: number;
}

/** How histories are drawn from returns. */
export interface PathResampling {
  readonly method: ResamplingMethod;
  /** Of `stationary` and `circular`, in returns. */
  readonly blockLength: number;
  readonly seed: number;
}

export interface PathSetup extends PathMeasure, PathResampling {}

/** One value per history and column; of `values` one per history and point, those of a point side by side. */
export interface PathOutcomes {
  /** Account value in initial capitals. */
  readonly values: Float64Array;
  /** Positive fractions, from the highest value so far; the initial capital is the first. */
  readonly drawdown: Float64Array;
  /** The lowest value in initial capitals; 1 for an account that was never below. */
  readonly lowest: Float64Array;
  /** Annual Sharpe ratio; NaN where it is undefined. */
  readonly sharpe: Float64Array;
}

/** The columns of so many histories, in memory that threads share. */
export function outcomesFor(paths: number, points: number): PathOutcomes {
  return {
    values: sharedColumn(paths * points),
    drawdown: sharedColumn(paths),
    lowest: sharedColumn(paths),
    sharpe: sharedColumn(paths),
  };
}

function sharedColumn(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/**
 * Draws histories `from`…`to` − 1 and writes what becomes of an account in each. History i has its own random stream, so
 * it is the same whoever draws it, and in whatever portions.
 */
export function simulatePaths(setup: PathSetup, outcomes: PathOutcomes, range: { from: number; to: number }): void {
  const { returns, seed } = setup;
  const indices = new Int32Array(returns.length);
  const resample = resampler(setup);
  const walk = walkerOf(setup, outcomes);
  for (let path = range.from; path < range.to; path++) {
    resample(indices, createRandom(seed, path));
    walk(indices, path);
  }
}

/** The history that was, measured in the same way: the only one of its outcomes. */
export function simulateReal(measure: PathMeasure): PathOutcomes {
  const outcomes = outcomesFor(1, measure.points.length);
  measurePath(measure, outcomes, 0);
  return outcomes;
}

/** Measures returns in their own order, as history number `path`. */
export function measurePath(measure: PathMeasure, outcomes: PathOutcomes, path: number): void {
  walkerOf(measure, outcomes)(
    Int32Array.from(measure.returns, (_, i) => i),
    path,
  );
}

/** Compounds returns in a given order. Their sums are taken around their mean, which keeps the digits of small deviations. */
function walkerOf(
  { returns, points, perYear, riskFree }: PathMeasure,
  outcomes: PathOutcomes,
): (indices: Int32Array, path: number) => void {
  const { values, drawdown, lowest: lowestOf, sharpe } = outcomes;
  const paths = drawdown.length;
  const count = returns.length;
  const growth = returns.map((value) => Math.max(0, 1 + value));
  const center = returns.reduce((sum, value) => sum + value, 0) / count;
  const distance = returns.map((value) => value - center);
  return (indices, path) => {
    let value = 1;
    let peak = 1;
    let deepest = 1;
    let lowest = 1;
    let sum = 0;
    let squares = 0;
    let i = 0;
    for (let point = 0; point < points.length; point++) {
      const end = points[point] ?? count;
      for (; i < end; i++) {
        const at = indices[i] ?? 0;
        value *= growth[at] ?? 0;
        if (value > peak) peak = value;
        else if (value < deepest * peak) deepest = value / peak;
        if (value < lowest) lowest = value;
        const own = distance[at] ?? 0;
        sum += own;
        squares += own * own;
      }
      values[point * paths + path] = value;
    }
    const mean = sum / count;
    const deviation = count < 2 ? Number.NaN : Math.sqrt(Math.max(0, squares - sum * mean) / (count - 1));
    drawdown[path] = drawdownDepth(deepest, 1);
    lowestOf[path] = lowest;
    sharpe[path] = arithmeticSharpe({ count, mean: center + mean, deviation }, perYear, riskFree).value ?? Number.NaN;
  };
}
