/**
 * Running totals of `source`: element i is the sum of the first i values, so the
 * result is one longer. Shared by all windows of one source.
 */
export function runningTotals(source: Float64Array): Float64Array {
  const totals = new Float64Array(source.length + 1);
  let total = 0;
  for (let i = 0; i < source.length; i++) {
    total += source[i] ?? Number.NaN;
    totals[i + 1] = total;
  }
  return totals;
}

/**
 * Simple moving average: (total − total `window` bars earlier) ÷ window, as pandas
 * and vectorbt compute it. NaN for the first `window − 1` bars. A NaN in the source
 * makes every later value NaN; `overKnownSpells` keeps them away.
 *
 * @param totals `runningTotals` of the source
 * @param window bars, at least 1
 * @param average where it goes, one element per bar; returned
 */
export function sma(totals: Float64Array, window: number, average: Float64Array): Float64Array {
  average.fill(Number.NaN, 0, Math.min(window - 1, average.length));
  for (let end = window; end < totals.length; end++) {
    average[end - 1] = ((totals[end] ?? Number.NaN) - (totals[end - window] ?? Number.NaN)) / window;
  }
  return average;
}
