import { isZeroDeviation } from "../numbers/moments.ts";
import { type Measured, measured, unmeasured } from "./measured.ts";
import { losslessBecause } from "./undefined-reason.ts";

/**
 * Annual growth over the largest drawdown: what a year earns for each unit of the worst loss. Takes any annual
 * return; `zero_drawdown` when the curve never fell (by more than a rounding error: 1e-12), `nothing_gained` when
 * it did not rise either.
 *
 * @param maxDrawdown positive fraction
 */
export function calmarOf(annual: Measured, maxDrawdown: number): Measured {
  if (annual.value === null) return annual;
  if (Number.isNaN(maxDrawdown)) return unmeasured("not_computed");
  if (!isZeroDeviation(maxDrawdown, 0)) return measured(annual.value / maxDrawdown);
  return unmeasured(losslessBecause(annual.value, "zero_drawdown"));
}
