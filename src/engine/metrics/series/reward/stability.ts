import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { isZeroDeviation, momentsOf, populationDeviation } from "../../../../core/numbers/moments.ts";

/**
 * R² of a straight line through the cumulative log returns, 0…1: 1 is perfectly steady growth — or steady loss
 * (empyrical `stability_of_timeseries`). `too_few_bars` below two returns, `zero_variance` for a flat curve,
 * `bankrupt` when a return is −100 % or worse.
 */
export function stability(returns: Float64Array): Measured {
  const count = returns.length;
  if (count < 2) return unmeasured("too_few_bars");
  const growth = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const value = returns[i] ?? 0;
    if (value <= -1) return unmeasured("bankrupt");
    sum += Math.log1p(value);
    growth[i] = sum;
  }
  const moments = momentsOf(growth);
  if (isZeroDeviation(populationDeviation(moments), moments.mean)) return unmeasured("zero_variance");
  const middle = (count - 1) / 2;
  let covariance = 0;
  for (let i = 0; i < count; i++) covariance += (i - middle) * ((growth[i] ?? 0) - moments.mean);
  const timeSum2 = (count * (count * count - 1)) / 12;
  return measured(Math.min(1, (covariance * covariance) / (timeSum2 * moments.sum2)));
}
