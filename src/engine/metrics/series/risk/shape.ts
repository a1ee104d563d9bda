import { isZeroDeviation, type Measured, measured, unmeasured } from "../measured.ts";
import { momentsOf, populationDeviation } from "../../../../core/moments.ts";

/**
 * Population skewness m₃ ÷ m₂^1.5 of the returns; 0 is symmetric, negative means the long tail is on the side of losses.
 * `too_few_bars` below two returns, `zero_variance` for constant ones.
 */
export function skew(returns: Float64Array): Measured {
  const moments = momentsOf(returns);
  const deviation = populationDeviation(moments);
  if (moments.count < 2) return unmeasured("too_few_bars");
  if (isZeroDeviation(deviation, moments.mean)) return unmeasured("zero_variance");
  return measured(moments.sum3 / moments.count / deviation ** 3);
}

/**
 * Population kurtosis m₄ ÷ m₂² of the returns after Pearson: a normal distribution has 3 (not 0, which is Fisher's).
 * `too_few_bars` below two returns, `zero_variance` for constant ones.
 */
export function kurtosis(returns: Float64Array): Measured {
  const moments = momentsOf(returns);
  const deviation = populationDeviation(moments);
  if (moments.count < 2) return unmeasured("too_few_bars");
  if (isZeroDeviation(deviation, moments.mean)) return unmeasured("zero_variance");
  return measured(moments.sum4 / moments.count / deviation ** 4);
}
