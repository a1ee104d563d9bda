export interface SummedRows {
  /** Ascending. */
  readonly rows: Int32Array;
  readonly blocks: number;
  /** Σr and Σr² of the first of these rows over all blocks, then of the second. */
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
}

/** Sums of returns per cell and block, at `cell * blocks + block`. */
export interface BlockSums {
  readonly cells: number;
  readonly blocks: number;
  /** Σr. */
  readonly sum: Float64Array;
  /** Σr². */
  readonly sumOfSquares: Float64Array;
}

/** As `batch.block_sums` holds them: of each row Σr of every block, then Σr², as little-endian doubles. */
export function packBlockSums({ rows, blocks, sum, sumOfSquares }: SummedRows): Buffer {
  const packed = new Float64Array(2 * blocks * rows.length);
  for (let row = 0; row < rows.length; row++) {
    packed.set(sum.subarray(row * blocks, (row + 1) * blocks), 2 * row * blocks);
    packed.set(sumOfSquares.subarray(row * blocks, (row + 1) * blocks), (2 * row + 1) * blocks);
  }
  return Buffer.from(packed.buffer);
}

/** Sums of some rows, one after the other; null for sums of another number of blocks, or with a gap in them. */
export interface PackedSums {
  /** Adds those of a row to the cells that `target` has. @returns false when they are no numbers */
  addTo(target: BlockSums, row: number): boolean;
}

/** @returns null for sums of another number of blocks than of `rows` rows */
export function openBlockSums(packed: Buffer, rows: number, blocks: number): PackedSums | null {
  if (packed.length !== 16 * blocks * rows) return null;
  // A copy: the driver's buffers start anywhere, doubles only at multiples of 8.
  const values = new Float64Array(Uint8Array.from(packed).buffer);
  return {
    addTo({ sum, sumOfSquares, cells }, row) {
      const at = 2 * row * blocks;
      const own = values.subarray(at, at + 2 * blocks);
      if (!own.every(Number.isFinite)) return false;
      sum.set(own.subarray(0, blocks), cells * blocks);
      sumOfSquares.set(own.subarray(blocks), cells * blocks);
      return true;
    },
  };
}
