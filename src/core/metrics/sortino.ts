import { isZeroDeviation } from "../numbers/moments.ts";
import type { Measured } from "./measured.ts";
import { type ReturnAndRisk, returnPerRisk } from "./return-per-risk.ts";

/** Sortino ratio of returns whose figures are known already. Without risk `no_losing_bars` or `zero_variance`. */
export function sortinoOf(of: ReturnAndRisk): Measured {
  return returnPerRisk(of, "no_losing_bars");
}

/** Of the returns of one period. */
export interface Shortfall {
  readonly count: number;
  readonly mean: number;
  /** Root mean square of what falls short of `required`, over all returns. */
  readonly downside: number;
}

/**
 * Arithmetic Sortino ratio: mean excess over `required` ÷ downside deviation × √perYear (Sortino & Price 1994; empyrical
 * `sortino_ratio`). `too_few_bars` below two returns, `no_losing_bars` when nothing falls short, `zero_variance` when
 * nothing moves at all.
 *
 * @param perYear periods in a year
 * @param required least acceptable return per period
 */
export function arithmeticSortino({ count, mean, downside }: Shortfall, perYear: number, required = 0): Measured {
  const isRiskless = isZeroDeviation(downside, mean);
  return sortinoOf({ count, excess: mean - required, risk: downside, isRiskless, perYear });
}
