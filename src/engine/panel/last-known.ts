/** The column with every NaN replaced by the last value before it; NaN only before the first value. */
export function lastKnown(column: Float64Array): Float64Array {
  let known = Number.NaN;
  return column.map((value) => {
    if (!Number.isNaN(value)) known = value;
    return known;
  });
}
