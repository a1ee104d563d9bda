import { ratePerBar } from "../../../../core/numbers/rate-per-bar.ts";
import { isZeroDeviation, momentsOf, sampleDeviation } from "../../../../core/numbers/moments.ts";

/**
 * Annual Sharpe ratio of the last `window` returns at each bar; NaN until the window is full and where the returns
 * do not vary (a gap of the chart). Each window is summed anew, so no rounding is carried along.
 *
 * @param window bars, at least 2
 * @param riskFreeRate a year, as a fraction
 */
export function rollingSharpe(
  returns: Float64Array,
  window: number,
  barsPerYear: number,
  riskFreeRate = 0,
): Float64Array {
  const curve = new Float64Array(returns.length).fill(Number.NaN);
  const perYear = Math.sqrt(barsPerYear);
  const riskFree = ratePerBar(riskFreeRate, barsPerYear);
  for (let i = window - 1; i < returns.length; i++) {
    const moments = momentsOf(returns.subarray(i - window + 1, i + 1));
    const deviation = sampleDeviation(moments);
    if (!isZeroDeviation(deviation, moments.mean)) curve[i] = ((moments.mean - riskFree) / deviation) * perYear;
  }
  return curve;
}
