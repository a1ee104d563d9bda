/** Sums of returns per cell and block, at `cell * blocks + block`. */
export interface BlockSums {
  readonly cells: number;
  readonly blocks: number;
  /** Σr. */
  readonly sum: Float64Array;
  /** Σr². */
  readonly sumOfSquares: Float64Array;
}

/** One cell's sums as `result.block_sums` holds them: Σr of every block, then Σr², as little-endian doubles. */
export function packBlockSums({ blocks, sum, sumOfSquares }: Omit<BlockSums, "cells">, cell: number): Uint8Array {
  const packed = new Float64Array(2 * blocks);
  packed.set(sum.subarray(cell * blocks, (cell + 1) * blocks));
  packed.set(sumOfSquares.subarray(cell * blocks, (cell + 1) * blocks), blocks);
  return new Uint8Array(packed.buffer);
}

/** Unpacks the sums of one cell behind those of `cells` others; false for sums of another number of blocks or with a gap in them. */
export function unpackBlockSums(packed: Uint8Array, { sum, sumOfSquares, blocks, cells }: BlockSums): boolean {
  if (packed.length !== 16 * blocks) return false;
  // A copy: the driver's buffers start anywhere, doubles only at multiples of 8.
  const values = new Float64Array(Uint8Array.from(packed).buffer);
  if (!values.every(Number.isFinite)) return false;
  sum.set(values.subarray(0, blocks), cells * blocks);
  sumOfSquares.set(values.subarray(blocks), cells * blocks);
  return true;
}
