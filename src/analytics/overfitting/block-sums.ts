import { steadyBlockStarts } from "../../core/numbers/block-starts.ts";

/**
 * Sums of the returns of every cell over consecutive blocks of bars, cell by cell: element
 * `cell * blocks + block`. All that is needed to know the Sharpe ratio of any union of blocks.
 */
export interface BlockSums {
  readonly cells: number;
  /** Even; 16 by default of the sweep kernel. */
  readonly blocks: number;
  /** Σr. */
  readonly sum: Float64Array;
  /** Σr². */
  readonly sumOfSquares: Float64Array;
}

/** Block sums of whole return series, all of the same length. */
export function blockSumsOf(series: readonly Float64Array[], blocks: number): BlockSums {
  const sum = new Float64Array(series.length * blocks);
  const sumOfSquares = new Float64Array(series.length * blocks);
  for (const [cell, returns] of series.entries()) {
    const starts = steadyBlockStarts(returns.length, blocks);
    for (let block = 0; block < blocks; block++) {
      for (let bar = starts[block] ?? 0; bar < (starts[block + 1] ?? 0); bar++) {
        const value = returns[bar] ?? 0;
        sum[cell * blocks + block] = (sum[cell * blocks + block] ?? 0) + value;
        sumOfSquares[cell * blocks + block] = (sumOfSquares[cell * blocks + block] ?? 0) + value * value;
      }
    }
  }
  return { cells: series.length, blocks, sum, sumOfSquares };
}
