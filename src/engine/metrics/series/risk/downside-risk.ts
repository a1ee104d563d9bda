import { annualScale } from "../../../../core/metrics/annual-scale.ts";
import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";

/**
 * Root mean square of the shortfalls below `required`, over **all** n returns (not only the bad ones), per bar.
 * 0 for no shortfall and for no returns.
 */
export function downsideDeviation(returns: Float64Array, required = 0): number {
  if (returns.length === 0) return 0;
  let sum = 0;
  for (let i = 0; i < returns.length; i++) {
    const shortfall = Math.min((returns[i] ?? 0) - required, 0);
    sum += shortfall * shortfall;
  }
  return Math.sqrt(sum / returns.length);
}

/**
 * Annual downside risk: `downsideDeviation` a year, as a fraction (empyrical `downside_risk`).
 * `too_few_bars` without a return.
 */
export function downsideRisk(returns: Float64Array, barsPerYear: number): Measured {
  if (returns.length === 0) return unmeasured("too_few_bars");
  return measured(downsideDeviation(returns) * annualScale(barsPerYear));
}
