import { ratePerPeriod } from "../../../../core/metrics/growth.ts";
import type { Measured } from "../../../../core/metrics/measured.ts";
import { arithmeticSharpe } from "../../../../core/metrics/sharpe.ts";
import { spreadOf } from "../../../../core/numbers/moments.ts";

/**
 * `arithmeticSharpe` of a series, a year.
 *
 * @param riskFreeRate a year, as a fraction
 */
export function sharpe(returns: Float64Array, barsPerYear: number, riskFreeRate = 0): Measured {
  return arithmeticSharpe(spreadOf(returns), barsPerYear, ratePerPeriod(riskFreeRate, barsPerYear));
}
