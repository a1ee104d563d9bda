/** The column with the value of the last bar wherever its symbol has none (its close is NaN); NaN before its first bar. */
export function sinceLastBar(column: Float64Array, close: Float64Array): Float64Array {
  let last = Number.NaN;
  return column.map((value, bar) => {
    if (!Number.isNaN(close[bar] ?? Number.NaN)) last = value;
    return last;
  });
}

/** The column with every NaN replaced by the last value before it; NaN only before the first value. */
export function lastKnown(column: Float64Array): Float64Array {
  let known = Number.NaN;
  return column.map((value) => {
    if (!Number.isNaN(value)) known = value;
    return known;
  });
}
