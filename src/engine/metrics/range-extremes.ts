/**
 * Highest and lowest value of any range of a column in constant time: row p holds, for each place, the highest and
 * the lowest of the 2^p values from there on, and two overlapping spans cover any range. Takes 2 · n · log2(n) numbers.
 */
export type RangeExtremes = readonly Float64Array[];

export function rangeExtremes(column: Float64Array): RangeExtremes {
  const pairs = new Float64Array(2 * column.length);
  for (let at = 0; at < pairs.length; at++) pairs[at] = column[at >> 1] ?? Number.NaN;
  const rows: Float64Array[] = [pairs];
  for (let span = 1; 2 * span <= column.length; span *= 2) rows.push(doubled(rows.at(-1) ?? pairs, span));
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

/** Highest of the values from…to−1; to is above from. */
export function highestBetween(rows: RangeExtremes, from: number, to: number): number {
  const power = 31 - Math.clz32(to - from);
  const row = rows[power];
  const a = row?.[2 * from] ?? Number.NaN;
  const b = row?.[2 * (to - (1 << power))] ?? Number.NaN;
  return a > b ? a : b;
}

/** Lowest of the values from…to−1; to is above from. */
export function lowestBetween(rows: RangeExtremes, from: number, to: number): number {
  const power = 31 - Math.clz32(to - from);
  const row = rows[power];
  const a = row?.[2 * from + 1] ?? Number.NaN;
  const b = row?.[2 * (to - (1 << power)) + 1] ?? Number.NaN;
  return a < b ? a : b;
}
