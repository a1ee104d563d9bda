/**
 * Exponential moving average that starts at the mean of the first `window` values, as TA-Lib's EMA does (`ema` starts at the
 * first value, as pandas does). Of `rma`, Wilder's, the smoothing is 1 ÷ window instead of 2 ÷ (window + 1).
 *
 * @param from bar of the first value that counts; the average is NaN before bar `from + window − 1`
 */
export function seededEma(
  source: Float64Array,
  window: number,
  { from = 0, smoothing = 2 / (window + 1) }: { readonly from?: number; readonly smoothing?: number } = {},
): Float64Array {
  const average = new Float64Array(source.length).fill(Number.NaN);
  const first = from + window - 1;
  if (first >= source.length) return average;
  let value = 0;
  for (let bar = from; bar <= first; bar++) value += source[bar] ?? Number.NaN;
  value /= window;
  average[first] = value;
  for (let bar = first + 1; bar < source.length; bar++) {
    value += smoothing * ((source[bar] ?? Number.NaN) - value);
    average[bar] = value;
  }
  return average;
}

/** Wilder's average. */
export function rma(source: Float64Array, window: number, from = 0): Float64Array {
  return seededEma(source, window, { from, smoothing: 1 / window });
}
