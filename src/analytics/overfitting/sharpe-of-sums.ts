import { isZeroDeviation } from "../../core/numbers/moments.ts";
import type { BlockSums } from "./block-sums.ts";

/**
 * Arithmetic Sharpe ratio per bar of every cell, from its block sums: for cells whose own ratio is made otherwise. NaN
 * where the returns do not vary.
 *
 * @param bars returns per cell, at least 2
 * @param riskFreePerBar taken off the mean
 */
export function sharpeOfSums(
  { cells, blocks, ...sums }: BlockSums,
  bars: number,
  riskFreePerBar: number,
): Float64Array {
  const total = (values: Float64Array, cell: number): number =>
    values.subarray(cell * blocks, (cell + 1) * blocks).reduce((sum, value) => sum + value, 0);
  return Float64Array.from({ length: cells }, (_, cell) => {
    const mean = total(sums.sum, cell) / bars;
    const variance = (total(sums.sumOfSquares, cell) - bars * mean * mean) / (bars - 1);
    const deviation = Math.sqrt(Math.max(0, variance));
    return isZeroDeviation(deviation, mean) ? Number.NaN : (mean - riskFreePerBar) / deviation;
  });
}
