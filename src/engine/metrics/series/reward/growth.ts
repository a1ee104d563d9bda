import { calendarYears, growthOver } from "../../../../core/metrics/growth.ts";
import { type Measured, unmeasured } from "../../../../core/metrics/measured.ts";
import type { EquitySeries } from "../returns.ts";

/**
 * Compound annual growth by the calendar: (last ÷ initial)^(1 ÷ years) − 1, from the first to the last
 * timestamp, as a fraction. `too_few_bars` when no time passes, `bankrupt` when the last equity is 0 or below.
 */
export function cagr({ time, equity, initialCapital }: Omit<EquitySeries, "barsPerYear">): Measured {
  const years = calendarYears(time);
  if (years <= 0) return unmeasured("too_few_bars");
  return growthOver((equity.at(-1) ?? 0) / initialCapital, 1 / years);
}

/**
 * Compound annual growth by counting bars: (1 + total return)^(barsPerYear ÷ n) − 1, as empyrical and most libraries
 * do. Differs from `cagr` by holidays and leap days. `too_few_bars` without a return, `bankrupt` at a total loss.
 */
export function annualReturn(returns: Float64Array, barsPerYear: number): Measured {
  if (returns.length === 0) return unmeasured("too_few_bars");
  let growth = 1;
  for (let i = 0; i < returns.length; i++) growth *= 1 + (returns[i] ?? 0);
  return growthOver(growth, barsPerYear / returns.length);
}
