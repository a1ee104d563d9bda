import type { PathOutcomes, PathSetup } from "../../../src/analytics/monte-carlo/simulate-paths.ts";
import { createRandom } from "../../../src/analytics/resampling/random.ts";
import { resampler } from "../../../src/analytics/resampling/resample.ts";

/** A history from its definition: the returns are laid out, and each figure is worked out by itself. */
export function plainPath({ returns, method, blockLength, seed, points, perYear, riskFree }: PathSetup, path: number) {
  const indices = new Int32Array(returns.length);
  resampler({ method, blockLength })(indices, createRandom(seed, path));
  const drawn = Array.from(indices, (index) => returns[index] ?? Number.NaN);
  const values: number[] = [];
  for (const value of drawn) values.push((values.at(-1) ?? 1) * Math.max(0, 1 + value));
  const withStart = [1, ...values];
  let peak = 1;
  const falls = withStart.map((value) => {
    peak = Math.max(peak, value);
    return 1 - value / peak;
  });
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (drawn.length - 1);
  return {
    values: Array.from(points, (after) => values[after - 1] ?? Number.NaN),
    drawdown: falls.reduce((most, fall) => Math.max(most, fall), 0),
    lowest: withStart.reduce((least, value) => Math.min(least, value), 1),
    sharpe: ((mean - riskFree) / Math.sqrt(variance)) * Math.sqrt(perYear),
  };
}

/** What `simulatePaths` has written for a history. */
export function pathOf({ values, drawdown, lowest, sharpe }: PathOutcomes, path: number, points: number) {
  const runs = drawdown.length;
  return {
    values: Array.from({ length: points }, (_, point) => values[point * runs + path]),
    drawdown: drawdown[path],
    lowest: lowest[path],
    sharpe: sharpe[path],
  };
}
