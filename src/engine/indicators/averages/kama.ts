import { windowSums } from "../windows/window-sums.ts";

/**
 * Kaufman's adaptive average (1995): the more straight the way of the last `window` bars, the faster. Smoothing is
 * (e · (2 ÷ (fast + 1) − 2 ÷ (slow + 1)) + 2 ÷ (slow + 1))², with e the distance ÷ the length of the way, 1 where nothing
 * moved. Starts at the value before its first bar, as TA-Lib; NaN for the first `window` bars.
 */
export function kama(source: Float64Array, window: number, fast: number, slow: number): Float64Array {
  const average = new Float64Array(source.length).fill(Number.NaN);
  const steps = source.map((value, bar) => (bar === 0 ? 0 : Math.abs(value - (source[bar - 1] ?? Number.NaN))));
  const ways = windowSums(steps, window);
  const slowest = 2 / (slow + 1);
  const range = 2 / (fast + 1) - slowest;
  let value = source[window - 1] ?? Number.NaN;
  for (let bar = window; bar < source.length; bar++) {
    const now = source[bar] ?? Number.NaN;
    const distance = now - (source[bar - window] ?? Number.NaN);
    const way = ways[bar] ?? Number.NaN;
    const straight = way <= distance || way === 0 ? 1 : Math.abs(distance / way);
    const smoothing = (straight * range + slowest) ** 2;
    value += smoothing * (now - value);
    average[bar] = value;
  }
  return average;
}
