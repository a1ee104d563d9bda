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
  const rows = new Float64Array(all.blocks * cells);
  for (let block = 0; block < all.blocks; block++) {
    for (let i = 0; i < cells; i++) rows[block * cells + i] = values[(firstCell + i) * all.blocks + block] ?? 0;
  }
  return rows;
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

/** Σr and Σr² of one cell over a split, by the same additions as in the tables: equal cells stay exactly equal. */
export function sumsOfCell(
  all: BlockSums,
  cell: number,
  mask: number,
): { readonly sum: number; readonly squares: number } {
  const half = all.blocks / 2;
  const first = cell * all.blocks;
  const lower = { subset: mask & (2 ** half - 1), first };
  const upper = { subset: mask >>> half, first: first + half };
  return {
    sum: addBlocks(all.sum, lower, 0) + addBlocks(all.sum, upper, 0),
    squares: addBlocks(all.sumOfSquares, lower, NO_SQUARES) + addBlocks(all.sumOfSquares, upper, 0),
  };
}

/** From the highest block of the subset to the lowest, as `fillSubsets` builds it up. */
function addBlocks(
  values: Float64Array,
  { subset, first }: { readonly subset: number; readonly first: number },
  nothing: number,
): number {
  let sum = nothing;
  for (let rest = subset; rest !== 0; ) {
    const highest = 31 - Math.clz32(rest);
    sum += values[first + highest] ?? 0;
    rest ^= 1 << highest;
  }
  return sum;
}
