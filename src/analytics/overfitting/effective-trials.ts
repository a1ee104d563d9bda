import { isZeroDeviation, momentsOf } from "../../core/numbers/moments.ts";
import type { BlockSums } from "./block-sums.ts";

/**
 * Mean correlation over all pairs of cells, 0…1, from the returns of whole blocks: cells of one strategy are nearly the
 * same bet. In O(cells): unit vectors add up to Σᵢⱼ ρᵢⱼ = |Σ zᵢ|². Cells that never vary are left out; a negative mean
 * counts as 0, as do fewer than two cells.
 */
export function meanCorrelation({ cells, blocks, sum }: BlockSums): number {
  const total = new Float64Array(blocks);
  let counted = 0;
  for (let cell = 0; cell < cells; cell++) {
    const values = sum.subarray(cell * blocks, (cell + 1) * blocks);
    const { mean, sum2 } = momentsOf(values);
    const length = Math.sqrt(sum2);
    if (isZeroDeviation(length, mean)) continue;
    counted += 1;
    for (let block = 0; block < blocks; block++) {
      total[block] = (total[block] ?? 0) + ((values[block] ?? 0) - mean) / length;
    }
  }
  if (counted < 2) return 0;
  const square = total.reduce((all, value) => all + value * value, 0);
  return Math.min(1, Math.max(0, (square - counted) / (counted * (counted - 1))));
}

/**
 * How many independent trials `count` correlated ones are worth: ρ̄ + (1 − ρ̄)·N (Bailey & López de Prado 2014, appendix
 * A.3). 1 when all are the same bet, N when none is related to another.
 */
export function effectiveTrials(count: number, correlation: number): number {
  return correlation + (1 - correlation) * count;
}
