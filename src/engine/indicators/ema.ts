/**
 * Exponential moving average with smoothing 2 ÷ (window + 1), started at the first
 * value (pandas `ewm(span=window, adjust=False)`). NaN for the first `window − 1` bars,
 * in which it has not settled. A NaN in the source makes every later value NaN; `overKnownSpells` keeps them away.
 *
 * @param window bars, at least 1
 * @param average where it goes, one element per bar; returned
 */
export function ema(source: Float64Array, window: number, average: Float64Array): Float64Array {
  const weight = 2 / (window + 1);
  let value = source[0] ?? Number.NaN;
  for (let i = 0; i < source.length; i++) {
    value += weight * ((source[i] ?? Number.NaN) - value);
    average[i] = value;
  }
  return average.fill(Number.NaN, 0, Math.min(window - 1, source.length));
}
