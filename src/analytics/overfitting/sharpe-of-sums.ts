import { arithmeticSharpe } from "../../core/metrics/sharpe.ts";
import type { BlockSums } from "./block-sums.ts";

/** What block sums are of. */
export interface SummedReturns {
  /** Returns per cell, at least 2. */
  readonly bars: number;
  /** Of them in a year; 1 for ratios per bar. */
  readonly perYear: number;
  /** Taken off the mean. */
  readonly riskFreePerBar: number;
}

/**
 * Arithmetic Sharpe ratio of every cell, from its block sums: for cells whose own ratio is made otherwise. NaN
 * where the returns do not vary.
 */
export function sharpeOfSums(
  { cells, blocks, ...sums }: BlockSums,
  { bars, perYear, riskFreePerBar }: SummedReturns,
): Float64Array {
  const total = (values: Float64Array, cell: number): number =>
    values.subarray(cell * blocks, (cell + 1) * blocks).reduce((sum, value) => sum + value, 0);
  return Float64Array.from({ length: cells }, (_, cell) => {
    const mean = total(sums.sum, cell) / bars;
    const variance = (total(sums.sumOfSquares, cell) - bars * mean * mean) / (bars - 1);
    const deviation = Math.sqrt(Math.max(0, variance));
    return arithmeticSharpe({ count: bars, mean, deviation }, perYear, riskFreePerBar).value ?? Number.NaN;
  });
}
