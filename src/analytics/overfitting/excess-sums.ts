import { steadyBlockStarts } from "../../core/numbers/block-starts.ts";
import type { BlockSums } from "./block-sums.ts";

/**
 * Block sums of the returns above a constant rate f: Σ(r − f) = Σr − n·f and Σ(r − f)² = Σr² − 2f·Σr + n·f², n the
 * bars of the block. A cell that never traded falls behind f at every bar, and gets the lowest ratio there is.
 *
 * @param bars returns per cell
 * @param rate per bar
 */
export function excessSums(sums: BlockSums, bars: number, rate: number): BlockSums {
  const { cells, blocks } = sums;
  const starts = steadyBlockStarts(bars, blocks);
  const sum = new Float64Array(cells * blocks);
  const sumOfSquares = new Float64Array(cells * blocks);
  for (let index = 0; index < sum.length; index++) {
    const block = index % blocks;
    const count = (starts[block + 1] ?? 0) - (starts[block] ?? 0);
    const total = sums.sum[index] ?? Number.NaN;
    sum[index] = total - count * rate;
    sumOfSquares[index] = (sums.sumOfSquares[index] ?? Number.NaN) - 2 * rate * total + count * rate * rate;
  }
  return { cells, blocks, sum, sumOfSquares };
}
