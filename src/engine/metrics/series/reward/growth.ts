import { isZeroDeviation } from "../../../../core/numbers/moments.ts";
import { losslessBecause } from "../../metric-catalogue.ts";
import { type Measured, measured, unmeasured } from "../measured.ts";
import type { EquitySeries } from "../returns.ts";

const YEAR_MS = 365.25 * 86_400_000;

/**
 * Compound annual growth by the calendar: (last ÷ initial)^(365.25 days ÷ elapsed) − 1, from the first to the last
 * timestamp, as a fraction. `too_few_bars` when no time passes, `bankrupt` when the last equity is 0 or below.
 */
export function cagr({ time, equity, initialCapital }: Omit<EquitySeries, "barsPerYear">): Measured {
  const elapsed = (time.at(-1) ?? 0) - (time[0] ?? 0);
  if (elapsed <= 0) return unmeasured("too_few_bars");
  return compound((equity.at(-1) ?? 0) / initialCapital, YEAR_MS / elapsed);
}

/**
 * Compound annual growth by counting bars: (1 + total return)^(barsPerYear ÷ n) − 1, as empyrical and most libraries
 * do. Differs from `cagr` by holidays and leap days. `too_few_bars` without a return, `bankrupt` at a total loss.
 */
export function annualReturn(returns: Float64Array, barsPerYear: number): Measured {
  if (returns.length === 0) return unmeasured("too_few_bars");
  let growth = 1;
  for (let i = 0; i < returns.length; i++) growth *= 1 + (returns[i] ?? 0);
  return compound(growth, barsPerYear / returns.length);
}

/**
 * Annual growth over the largest drawdown: what a year earns for each unit of the worst loss. Takes either annual
 * return; `zero_drawdown` when the curve never fell (by more than a rounding error: 1e-12), `nothing_gained` when
 * it did not rise either.
 *
 * @param maxDrawdown positive fraction
 */
export function calmar(annual: Measured, maxDrawdown: number): Measured {
  if (annual.value === null) return annual;
  if (!isZeroDeviation(maxDrawdown, 0)) return measured(annual.value / maxDrawdown);
  return unmeasured(losslessBecause(annual.value, "zero_drawdown"));
}

/** growth^power − 1; `bankrupt` when the growth is 0 or below. */
export function compound(growth: number, power: number): Measured {
  return growth > 0 ? measured(growth ** power - 1) : unmeasured("bankrupt");
}
