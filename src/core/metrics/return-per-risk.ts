import { annualScale } from "./annual-scale.ts";
import { type Measured, measured, unmeasured } from "./measured.ts";
import { isGain, type UndefinedReason } from "./undefined-reason.ts";

/** What `count` returns have earned for the risk that was taken; both of one period (bar, day), or both of a year. */
export interface ReturnAndRisk {
  readonly count: number;
  /** Mean return above the one that is compared with. */
  readonly excess: number;
  /** A deviation of the returns, above 0. */
  readonly risk: number;
  /** Whether the risk is 0 but for rounding. */
  readonly isRiskless: boolean;
  /** Of which a year has so many; 1 for figures of a year. */
  readonly perYear: number;
}

/**
 * excess ÷ risk × √perYear: the Sharpe ratio when the risk is the standard deviation, the Sortino ratio when it is the
 * downside deviation. `too_few_bars` below two returns. Without risk `lossless` when something was earned, else
 * `zero_variance`.
 */
export function returnPerRisk(of: ReturnAndRisk, lossless: UndefinedReason): Measured {
  if (of.count < 2) return unmeasured("too_few_bars");
  if (Number.isNaN(of.risk)) return unmeasured("not_computed");
  if (of.isRiskless) return unmeasured(isGain(of.excess) ? lossless : "zero_variance");
  return measured((of.excess / of.risk) * annualScale(of.perYear));
}
