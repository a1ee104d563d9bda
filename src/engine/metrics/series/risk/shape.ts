import { isZeroDeviation, momentsOf, populationDeviation } from "../../../../core/numbers/moments.ts";
import { type Measured, measured, unmeasured } from "../measured.ts";

/** The shape of the distribution of returns, from population moments mₖ = Σ(r − mean)ᵏ ÷ n. */
export interface Shape {
  /** m₃ ÷ m₂^1.5; 0 is symmetric, negative means the long tail is on the side of losses. */
  readonly skew: Measured;
  /** m₄ ÷ m₂² after Pearson: a normal distribution has 3 (not 0, which is Fisher's). */
  readonly kurtosis: Measured;
}

/** Both `too_few_bars` below two returns and `zero_variance` for constant ones. */
export function shapeOf(returns: Float64Array): Shape {
  const moments = momentsOf(returns);
  const deviation = populationDeviation(moments);
  if (moments.count < 2) return { skew: unmeasured("too_few_bars"), kurtosis: unmeasured("too_few_bars") };
  if (isZeroDeviation(deviation, moments.mean)) {
    return { skew: unmeasured("zero_variance"), kurtosis: unmeasured("zero_variance") };
  }
  return {
    skew: measured(moments.sum3 / moments.count / deviation ** 3),
    kurtosis: measured(moments.sum4 / moments.count / deviation ** 4),
  };
}
