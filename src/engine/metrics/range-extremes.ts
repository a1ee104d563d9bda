/**
 * Highest and lowest value of any range of a column in constant time: row p of each table holds the extreme
 * of the 2^p values from each place on, and two overlapping rows cover any range. Takes 2 · n · log2(n) numbers.
 */
export interface RangeExtremes {
  readonly high: readonly Float64Array[];
  readonly low: readonly Float64Array[];
}

export function rangeExtremes(column: Float64Array): RangeExtremes {
  const high = [column];
  const low = [column];
  for (let span = 1; 2 * span <= column.length; span *= 2) {
    high.push(doubled(high.at(-1) ?? column, span, Math.max));
    low.push(doubled(low.at(-1) ?? column, span, Math.min));
  }
  return { high, low };
}

function doubled(row: Float64Array, span: number, pick: (a: number, b: number) => number): Float64Array {
  return Float64Array.from({ length: row.length - span }, (_, place) =>
    pick(row[place] ?? Number.NaN, row[place + span] ?? Number.NaN),
  );
}

/** Highest of the values from…to−1; to is above from. */
export function highestBetween({ high }: RangeExtremes, from: number, to: number): number {
  const power = 31 - Math.clz32(to - from);
  const row = high[power];
  const a = row?.[from] ?? Number.NaN;
  const b = row?.[to - (1 << power)] ?? Number.NaN;
  return a > b ? a : b;
}

/** Lowest of the values from…to−1; to is above from. */
export function lowestBetween({ low }: RangeExtremes, from: number, to: number): number {
  const power = 31 - Math.clz32(to - from);
  const row = low[power];
  const a = row?.[from] ?? Number.NaN;
  const b = row?.[to - (1 << power)] ?? Number.NaN;
  return a < b ? a : b;
}
