import { ratePerPeriod } from "../../../../core/metrics/growth.ts";
import { arithmeticSharpe } from "../../../../core/metrics/sharpe.ts";
import { spreadOf } from "../../../../core/numbers/moments.ts";

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
  const riskFree = ratePerPeriod(riskFreeRate, barsPerYear);
  for (let i = window - 1; i < returns.length; i++) {
    const spread = spreadOf(returns.subarray(i - window + 1, i + 1));
    curve[i] = arithmeticSharpe(spread, barsPerYear, riskFree).value ?? Number.NaN;
  }
  return curve;
}
