/** 2^4 bars make a block. */
export const BLOCK_BITS = 4;

/**
 * Highest and lowest value of any run of blocks of a column in constant time: row p holds, for each block, the highest
 * and the lowest value of the 2^p blocks from there on, and two overlapping spans cover any run. Blocks instead of
 * bars keep the table small enough for the cache: n / 8 · log2(n / 16) numbers.
 */
export type BlockExtremes = readonly Float64Array[];

export function blockExtremes(column: Float64Array): BlockExtremes {
  const blocks = Math.ceil(column.length / 2 ** BLOCK_BITS);
  const pairs = new Float64Array(2 * blocks);
  for (let block = 0; block < blocks; block++) {
    const values = column.subarray(block << BLOCK_BITS, (block + 1) << BLOCK_BITS);
    pairs[2 * block] = values.reduce((a, b) => Math.max(a, b));
    pairs[2 * block + 1] = values.reduce((a, b) => Math.min(a, b));
  }
  const rows: Float64Array[] = [pairs];
  for (let span = 1; 2 * span <= blocks; span *= 2) rows.push(doubled(rows.at(-1) ?? pairs, span));
  return rows;
}

function doubled(row: Float64Array, span: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(row.length - 2 * span);
  for (let at = 0; at < longer.length; at += 2) {
    longer[at] = Math.max(row[at] ?? Number.NaN, row[at + 2 * span] ?? Number.NaN);
    longer[at + 1] = Math.min(row[at + 1] ?? Number.NaN, row[at + 2 * span + 1] ?? Number.NaN);
  }
  return longer;
}

/** The row whose spans, one from the first block on and one up to the last, cover these and no other blocks. */
export function spanPower(firstBlock: number, lastBlock: number): number {
  return 31 - Math.clz32(lastBlock + 1 - firstBlock);
}
