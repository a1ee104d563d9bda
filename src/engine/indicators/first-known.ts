/** Index of the first value that is no NaN; the length of the column when there is none. */
export function firstKnown(source: Float64Array): number {
  let first = 0;
  while (first < source.length && Number.isNaN(source[first])) first++;
  return first;
}

/**
 * An indicator over what a column holds from its first value on: a symbol that was listed later, or an indicator of an
 * indicator, begins with NaN, and its warm-up begins after them (as in pandas, TA-Lib and vectorbt).
 *
 * @param column where it goes, one element per bar, NaN where the source has not begun; returned
 */
export function fromFirstKnown(
  source: Float64Array,
  column: Float64Array,
  fill: (known: Float64Array, column: Float64Array) => unknown,
): Float64Array {
  const first = firstKnown(source);
  if (first === 0) {
    fill(source, column);
    return column;
  }
  column.fill(Number.NaN, 0, first);
  fill(source.subarray(first), column.subarray(first));
  return column;
}
