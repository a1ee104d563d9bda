import type { BlockSums } from "./block-sums.ts";

/** Few enough that the tables of a chunk stay in the processor's cache. */
const CHUNK_CELLS = 128;

/** Σr² of nothing. Keeps a cell that never traded comparable (its score is 0, not 0 ÷ 0); far below any real square. */
const NO_SQUARES = 1e-200;

/**
 * Σr and Σr² of a chunk of cells for every subset of the lower and of the upper half of the blocks, at
 * `subset * cells + cell`. The sums over any split are then two additions, in a fixed order and without subtraction:
 * blocks of zeros stay exactly zero.
 */
export interface SplitSums {
  readonly firstCell: number;
  readonly cells: number;
  /** Number of blocks in each half. */
  readonly half: number;
  readonly lowerSum: Float64Array;
  readonly lowerSquares: Float64Array;
  readonly upperSum: Float64Array;
  readonly upperSquares: Float64Array;
}

/** The tables of all cells, chunk by chunk; a chunk is overwritten when the next one is asked for. */
export function* splitSumsOf(all: BlockSums): Generator<SplitSums> {
  const half = all.blocks / 2;
  const emptyTable = () => new Float64Array(2 ** half * CHUNK_CELLS);
  const lowerSum = emptyTable();
  const lowerSquares = emptyTable().fill(NO_SQUARES, 0, CHUNK_CELLS);
  const upperSum = emptyTable();
  const upperSquares = emptyTable();
  for (let firstCell = 0; firstCell < all.cells; firstCell += CHUNK_CELLS) {
    const cells = Math.min(CHUNK_CELLS, all.cells - firstCell);
    const sums = rowsPerBlock(all.sum, { all, firstCell, cells });
    const squares = rowsPerBlock(all.sumOfSquares, { all, firstCell, cells });
    fillSubsets(lowerSum, sums.subarray(0, half * cells), cells);
    fillSubsets(upperSum, sums.subarray(half * cells), cells);
    fillSubsets(lowerSquares, squares.subarray(0, half * cells), cells);
    fillSubsets(upperSquares, squares.subarray(half * cells), cells);
    yield { firstCell, cells, half, lowerSum, lowerSquares, upperSum, upperSquares };
  }
}

/** The chunk's values with the cells of one block side by side. */
function rowsPerBlock(
  values: Float64Array,
  { all, firstCell, cells }: { readonly all: BlockSums; readonly firstCell: number; readonly cells: number },
): Float64Array {
  return Float64Array.from({ length: all.blocks * cells }, (_, i) => {
    const block = Math.floor(i / cells);
    const cell = firstCell + (i % cells);
    return values[cell * all.blocks + block] ?? 0;
  });
}

/** Each subset is the one without its lowest block, plus that block; the empty one is there already. */
function fillSubsets(table: Float64Array, blockRows: Float64Array, cells: number): void {
  for (let subset = 1; subset * CHUNK_CELLS < table.length; subset++) {
    const rest = subset & (subset - 1);
    const from = rest * cells;
    const to = subset * cells;
    const block = (31 - Math.clz32(subset ^ rest)) * cells;
    for (let i = 0; i < cells; i++) table[to + i] = (table[from + i] ?? 0) + (blockRows[block + i] ?? 0);
  }
}
