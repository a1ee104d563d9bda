/**
 * Standard deviation of the last `window` values around their mean, population form (÷ window, as Bollinger's
 * bands use it). Two passes per window: exact also where the values are large and close together. NaN until the window is full.
 *
 * @param window bars, at least 1
 */
export function deviation(source: Float64Array, window: number): Float64Array {
  const deviations = new Float64Array(source.length).fill(Number.NaN);
  for (let end = window; end <= source.length; end++) {
    let total = 0;
    for (let i = end - window; i < end; i++) total += source[i] ?? Number.NaN;
    const mean = total / window;
    let squares = 0;
    for (let i = end - window; i < end; i++) squares += ((source[i] ?? Number.NaN) - mean) ** 2;
    deviations[end - 1] = Math.sqrt(squares / window);
  }
  return deviations;
}
