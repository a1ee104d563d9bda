import { isZeroDeviation, type Spread } from "../numbers/moments.ts";
import type { Measured } from "./measured.ts";
import { type ReturnAndRisk, returnPerRisk } from "./return-per-risk.ts";

/** Sharpe ratio of returns whose figures are known already. Without risk `steady_gain` or `zero_variance`. */
export function sharpeOf(of: ReturnAndRisk): Measured {
  return returnPerRisk(of, "steady_gain");
}

/**
 * Arithmetic Sharpe ratio (Sharpe 1994): mean excess return ÷ standard deviation (n − 1) × √perYear. `too_few_bars` below
 * two returns, `steady_gain` and `zero_variance` for constant ones.
 *
 * @param perYear periods in a year; 1 for the ratio per period
 * @param riskFree return per period without risk
 */
export function arithmeticSharpe({ count, mean, deviation }: Spread, perYear: number, riskFree = 0): Measured {
  const isRiskless = isZeroDeviation(deviation, mean);
  return sharpeOf({ count, excess: mean - riskFree, risk: deviation, isRiskless, perYear });
}
