/**
 * Weighted moving average with weights 1 … window, the latest value the heaviest. NaN until the window is full. Put together
 * from the end of one block and the beginning of the next, as `windowSums`: O(n).
 *
 * @param window bars, at least 1
 */
export function wma(source: Float64Array, window: number): Float64Array {
  const count = source.length;
  const average = new Float64Array(count).fill(Number.NaN);
  if (window > count) return average;
  const weights = (window * (window + 1)) / 2;
  /** Plain and weighted sums of the end of a block from a place on; the weights there begin with 1. */
  const tails = { sum: new Float64Array(window + 1), weighted: new Float64Array(window + 1) };
  for (let start = 0; start < count; start += window) {
    const end = Math.min(start + window, count);
    let sum = 0;
    let weighted = 0;
    for (let bar = start; bar < end; bar++) {
      const place = bar - start + 1;
      const value = source[bar] ?? Number.NaN;
      sum += value;
      weighted += place * value;
      if (bar < window - 1) continue;
      const older = window - place;
      average[bar] = (older === 0 ? weighted : (tails.weighted[place] ?? 0) + weighted + older * sum) / weights;
    }
    if (end - start < window) break;
    for (let place = window - 1; place > 0; place--) {
      const value = source[start + place] ?? Number.NaN;
      const next = place === window - 1 ? 0 : (tails.sum[place + 1] ?? 0);
      tails.sum[place] = next + value;
      tails.weighted[place] = (place === window - 1 ? 0 : (tails.weighted[place + 1] ?? 0)) + next + value;
    }
  }
  return average;
}

/** Hull's average: `wma` over √window of twice the `wma` of half the window less that of the whole (Hull 2005). Windows are cut to whole bars. */
export function hma(source: Float64Array, window: number): Float64Array {
  const slow = wma(source, window);
  const lead = wma(source, Math.max(1, Math.floor(window / 2))).map((fast, bar) => 2 * fast - (slow[bar] ?? 0));
  return wma(lead, Math.floor(Math.sqrt(window)));
}
