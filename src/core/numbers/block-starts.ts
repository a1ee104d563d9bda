/** Blocks that the returns of a sweep's cells are summed over: 12,870 ways to choose half of them. */
export const SWEEP_BLOCKS = 16;

/**
 * Where `blocks` consecutive blocks of `bars` bars begin, and `bars` at the end. The first `bars mod blocks` blocks are
 * one bar longer, as numpy's `array_split` cuts.
 */
export function blockStarts(bars: number, blocks: number): Int32Array {
  const size = Math.floor(bars / blocks);
  const longer = bars % blocks;
  return Int32Array.from({ length: blocks + 1 }, (_, block) => block * size + Math.min(block, longer));
}

/** From so many bars a block on, a bar more is to leave all blocks but the last as they are. */
const STEADY_SIZE = 128;

/**
 * The cuts of the returns of a sweep's cells, which the sweep kernel sums by and the overfitting statistics read: as
 * `blockStarts` while blocks are shorter than 128 bars. Longer ones are all of one length, a multiple of the largest power of two
 * that is at most a 128th of it, and the last one also has what is left over, less than an eighth of the others. So the sums of
 * last night hold tonight, but for the last block, and but for one night in 16 or more.
 */
export function steadyBlockStarts(bars: number, blocks: number): Int32Array {
  const size = Math.floor(bars / blocks);
  if (size < STEADY_SIZE) return blockStarts(bars, blocks);
  const step = 2 ** Math.floor(Math.log2(size / STEADY_SIZE));
  const steady = size - (size % step);
  return Int32Array.from({ length: blocks + 1 }, (_, block) => (block < blocks ? block * steady : bars));
}
