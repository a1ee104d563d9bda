import type { RangeColumns } from "../trend/true-range.ts";
import { windowSums } from "../windows/window-sums.ts";

/**
 * Ultimate oscillator (Williams 1985), 0…100: buying pressure ÷ true range over three windows, weighted 4, 2 and 1 from the shortest to the
 * longest. A window in which nothing moved counts 0. NaN for as many bars as the longest has.
 */
export function ultimateOscillator(bars: RangeColumns, short: number, medium: number, long: number): Float64Array {
  const { high, low, close } = bars;
  const before = (bar: number): number => close[bar - 1] ?? Number.NaN;
  const floor = low.map((price, bar) => Math.min(price, before(bar)));
  const pressure = close.map((price, bar) => price - (floor[bar] ?? Number.NaN));
  const range = high.map((price, bar) => Math.max(price, before(bar)) - (floor[bar] ?? Number.NaN));
  const share = (window: number): Float64Array => {
    const ranges = windowSums(range.subarray(1), window);
    return windowSums(pressure.subarray(1), window).map((sum, bar) => {
      const all = ranges[bar] ?? Number.NaN;
      return all === 0 ? 0 : sum / all;
    });
  };
  const [quick, usual, slow] = [short, medium, long].sort((a, b) => a - b).map(share);
  return close.map((_, bar) => {
    const at = (shares: Float64Array | undefined): number => shares?.[bar - 1] ?? Number.NaN;
    return (100 * (4 * at(quick) + 2 * at(usual) + at(slow))) / 7;
  });
}
