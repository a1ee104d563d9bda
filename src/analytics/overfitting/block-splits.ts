/**
 * Every way to choose half of the blocks, as bit masks in ascending order: bit b is set when block b is in the sample.
 * 70 for 8 blocks, 12,870 for 16. The complement of a split is a split.
 *
 * @param blocks even, 2…24
 */
export function halfSplits(blocks: number): Int32Array {
  const masks: number[] = [];
  for (let mask = 0; mask < 2 ** blocks; mask++) {
    if (countBits(mask) === blocks / 2) masks.push(mask);
  }
  return Int32Array.from(masks);
}

function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
