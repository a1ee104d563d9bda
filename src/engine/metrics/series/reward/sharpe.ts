import { type Measured, measured, unmeasured } from "../measured.ts";
import { ratePerBar } from "../../../../core/numbers/rate-per-bar.ts";
import { isZeroDeviation, momentsOf, sampleDeviation } from "../../../../core/numbers/moments.ts";

/**
 * Annual Sharpe ratio (Sharpe 1994): mean excess return ÷ standard deviation (n − 1) × √barsPerYear; arithmetic, not
 * geometric. `too_few_bars` below two returns, `steady_gain` and `zero_variance` for constant ones.
 *
 * @param riskFreeRate a year, as a fraction
 */
export function sharpe(returns: Float64Array, barsPerYear: number, riskFreeRate = 0): Measured {
  const moments = momentsOf(returns);
  const deviation = sampleDeviation(moments);
  if (moments.count < 2) return unmeasured("too_few_bars");
  const excess = moments.mean - ratePerBar(riskFreeRate, barsPerYear);
  if (isZeroDeviation(deviation, moments.mean)) return unmeasured(excess > 1e-12 ? "steady_gain" : "zero_variance");
  return measured((excess / deviation) * Math.sqrt(barsPerYear));
}
