import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { type FactorPanel, rowOf } from "./factor-panel.ts";

/**
 * Mean over consecutive dates of ½·Σ|wₜ − wₜ₋₁|: the share of the portfolio that is replaced each time, 0…1 for
 * weights that add up to 1 in size. A missing weight is 0. `too_few_bars` below two dates.
 */
export function averageTurnover(weights: FactorPanel): Measured {
  if (weights.dates < 2) return unmeasured("too_few_bars");
  let sum = 0;
  for (let date = 1; date < weights.dates; date++) {
    const before = rowOf(weights, date - 1);
    const now = rowOf(weights, date);
    for (let asset = 0; asset < weights.assets; asset++) {
      sum += Math.abs(weightOf(now[asset]) - weightOf(before[asset])) / 2;
    }
  }
  return measured(sum / (weights.dates - 1));
}

function weightOf(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
