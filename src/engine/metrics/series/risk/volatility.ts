import { annualScale } from "../../../../core/metrics/annual-scale.ts";
import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { momentsOf, sampleDeviation } from "../../../../core/numbers/moments.ts";

/**
 * Annual volatility: standard deviation of the returns (n − 1) a year, as a fraction. 0 for constant returns. `too_few_bars` below two returns.
 */
export function volatility(returns: Float64Array, barsPerYear: number): Measured {
  if (returns.length < 2) return unmeasured("too_few_bars");
  return measured(sampleDeviation(momentsOf(returns)) * annualScale(barsPerYear));
}
