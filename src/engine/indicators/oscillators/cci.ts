import type { RangeColumns } from "../trend/true-range.ts";
import { windowMeans } from "../windows/window-sums.ts";

/**
 * Commodity channel index (Lambert 1980): distance of the typical price from its mean, in units of 0.015 mean distances. 0 where
 * nothing moved, as in TA-Lib. The mean distance has no running form: O(n · window).
 */
export function cci({ high, low, close }: RangeColumns, window: number): Float64Array {
  const typical = close.map((price, bar) => ((high[bar] ?? Number.NaN) + (low[bar] ?? Number.NaN) + price) / 3);
  const means = windowMeans(typical, window);
  const index = new Float64Array(close.length).fill(Number.NaN);
  for (let bar = window - 1; bar < close.length; bar++) {
    const mean = means[bar] ?? Number.NaN;
    let apart = 0;
    for (let past = bar - window + 1; past <= bar; past++) apart += Math.abs((typical[past] ?? Number.NaN) - mean);
    const distance = (typical[bar] ?? Number.NaN) - mean;
    index[bar] = distance === 0 || apart === 0 ? 0 : distance / (0.015 * (apart / window));
  }
  return index;
}
