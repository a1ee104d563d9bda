import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { growthOver, ratePerPeriod } from "../../../../core/metrics/growth.ts";
import { isZeroDeviation, meanOf, momentsOf, populationDeviation } from "../../../../core/numbers/moments.ts";

/** Sensitivity to a benchmark, and what is left without it. */
export interface BetaAlpha {
  readonly beta: Measured;
  readonly alpha: Measured;
}

/**
 * Beta = cov(returns, benchmark) ÷ var(benchmark); alpha = (1 + mean(returns − f − beta·(benchmark − f)))^barsPerYear
 * − 1, a fraction a year, f the risk-free rate per bar (empyrical `alpha_beta`). `too_few_bars` below two returns or for series of
 * different length, `zero_variance` for a constant benchmark.
 *
 * @param benchmark return of the benchmark at the same bars
 * @param riskFreeRate a year, as a fraction
 */
export function betaAlpha(
  returns: Float64Array,
  benchmark: Float64Array,
  barsPerYear: number,
  riskFreeRate = 0,
): BetaAlpha {
  if (returns.length < 2 || returns.length !== benchmark.length) return both(unmeasured("too_few_bars"));
  const market = momentsOf(benchmark);
  if (isZeroDeviation(populationDeviation(market), market.mean)) return both(unmeasured("zero_variance"));
  const mean = meanOf(returns);
  let covariance = 0;
  for (let i = 0; i < returns.length; i++) {
    covariance += ((returns[i] ?? 0) - mean) * ((benchmark[i] ?? 0) - market.mean);
  }
  const beta = covariance / market.sum2;
  const riskFree = ratePerPeriod(riskFreeRate, barsPerYear);
  const excess = mean - riskFree - beta * (market.mean - riskFree);
  return { beta: measured(beta), alpha: growthOver(1 + excess, barsPerYear) };
}

function both(undefinedMetric: Measured): BetaAlpha {
  return { beta: undefinedMetric, alpha: undefinedMetric };
}
