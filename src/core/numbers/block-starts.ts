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
 * `blockStarts` while blocks are shorter than 128 bars. Of longer ones each has the same number of bars, the first also the first
 * bar, before which there is no close, and the last also those that are left over, fewer than there are blocks. So the sums of
 * last night hold tonight, but for the last block; one night in as many as there are blocks, all are cut anew. Where nothing is
 * left over these are the cuts of `blockStarts`.
 */
export function steadyBlockStarts(bars: number, blocks: number): Int32Array {
  const size = Math.floor((bars - 1) / blocks);
  if (!(size >= STEADY_SIZE)) return blockStarts(bars, blocks);
  return Int32Array.from({ length: blocks + 1 }, (_, block) => {
    if (block === 0) return 0;
    return block < blocks ? 1 + block * size : bars;
  });
}
