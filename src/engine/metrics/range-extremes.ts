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
    const highBefore = high.at(-1) ?? column;
    const lowBefore = low.at(-1) ?? column;
    const highRow = new Float64Array(highBefore.length - span);
    const lowRow = new Float64Array(lowBefore.length - span);
    for (let place = 0; place < highRow.length; place++) {
      highRow[place] = Math.max(highBefore[place] ?? Number.NaN, highBefore[place + span] ?? Number.NaN);
      lowRow[place] = Math.min(lowBefore[place] ?? Number.NaN, lowBefore[place + span] ?? Number.NaN);
    }
    high.push(highRow);
    low.push(lowRow);
  }
  return { high, low };
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
