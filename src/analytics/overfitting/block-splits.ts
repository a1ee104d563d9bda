/**
 * Ways to choose half of the blocks, as bit masks: bit b is set when block b is in the sample. All of them (70 for 8
 * blocks, 12,870 for 16), or when these are more than `atMost`, every k-th in ascending order. The complement of a
 * split is always there too, so the choice stays symmetric.
 *
 * @param blocks even, 2…24
 * @param atMost at least 2
 */
export function halfSplits(blocks: number, atMost = Number.POSITIVE_INFINITY): Int32Array {
  const all = 2 ** blocks - 1;
  const withoutLast: number[] = [];
  for (let mask = 0; mask < 2 ** (blocks - 1); mask++) {
    if (countBits(mask) === blocks / 2) withoutLast.push(mask);
  }
  const stride = Math.max(1, Math.ceil((2 * withoutLast.length) / atMost));
  const chosen = withoutLast.filter((_, i) => i % stride === 0);
  return Int32Array.from([...chosen, ...chosen.map((mask) => all ^ mask)]);
}

function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
