/** Blocks that the returns of a sweep's cells are summed over: 12,870 ways to choose half of them. */
export const SWEEP_BLOCKS = 16;

/**
 * Where `blocks` consecutive blocks of `bars` bars begin, and `bars` at the end. The first `bars mod blocks` blocks are
 * one bar longer, as numpy's `array_split` cuts. The sweep kernel sums by these blocks and the overfitting statistics
 * read the sums, so both take the cuts from here.
 */
export function blockStarts(bars: number, blocks: number): Int32Array {
  const size = Math.floor(bars / blocks);
  const longer = bars % blocks;
  return Int32Array.from({ length: blocks + 1 }, (_, block) => block * size + Math.min(block, longer));
}
