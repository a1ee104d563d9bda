import { type Measured, measured, unmeasured } from "../measured.ts";
import { quantileOfSorted } from "../../../../core/quantile.ts";

/**
 * Historical value at risk: the `cutoff` quantile of the returns with linear interpolation, as a (usually negative)
 * fraction per bar (empyrical `value_at_risk`). `too_few_bars` without a return.
 */
export function valueAtRisk(returns: Float64Array, cutoff = 0.05): Measured {
  if (returns.length === 0) return unmeasured("too_few_bars");
  return measured(quantileOfSorted(returns.toSorted(), cutoff));
}

/**
 * Historical conditional value at risk: mean of the floor((n − 1)·cutoff) + 1 lowest returns, as a fraction per bar
 * (empyrical `conditional_value_at_risk`). `too_few_bars` without a return.
 */
export function conditionalValueAtRisk(returns: Float64Array, cutoff = 0.05): Measured {
  if (returns.length === 0) return unmeasured("too_few_bars");
  const sorted = returns.toSorted();
  const count = Math.floor((sorted.length - 1) * cutoff) + 1;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += sorted[i] ?? 0;
  return measured(sum / count);
}

/**
 * |95th percentile| ÷ |5th percentile| of the returns: above 1, good bars are larger than bad ones (empyrical
 * `tail_ratio`). `too_few_bars` without a return; `no_losing_bars` when the 5th percentile is exactly 0.
 */
export function tailRatio(returns: Float64Array): Measured {
  if (returns.length === 0) return unmeasured("too_few_bars");
  const sorted = returns.toSorted();
  const low = Math.abs(quantileOfSorted(sorted, 0.05));
  if (low === 0) return unmeasured("no_losing_bars");
  return measured(Math.abs(quantileOfSorted(sorted, 0.95)) / low);
}
