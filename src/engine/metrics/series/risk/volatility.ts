import { annualDeviation } from "../../../../core/metrics/annual-deviation.ts";
import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { momentsOf, sampleDeviation } from "../../../../core/numbers/moments.ts";

/**
 * Annual volatility: `annualDeviation` of the standard deviation (n − 1). 0 for constant returns. `too_few_bars` below two returns.
 */
export function volatility(returns: Float64Array, barsPerYear: number): Measured {
  if (returns.length < 2) return unmeasured("too_few_bars");
  return measured(annualDeviation(sampleDeviation(momentsOf(returns)), barsPerYear));
}
