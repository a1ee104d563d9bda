import { isZeroDeviation, meanOf } from "../../../../core/numbers/moments.ts";
import { quantileOfSorted } from "../../../../core/numbers/quantile.ts";
import { losslessBecause } from "../../../../core/metrics/undefined-reason.ts";
import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";

/** The ends of the distribution of returns. */
export interface TailRisk {
  /**
   * Historical value at risk: the 5 % quantile of the returns with linear interpolation, as a (usually negative) fraction
   * per bar (empyrical `value_at_risk`).
   */
  readonly var_95: Measured;
  /**
   * Historical conditional value at risk: mean of the floor((n − 1)·0.05) + 1 lowest returns, as a fraction per bar
   * (empyrical `conditional_value_at_risk`).
   */
  readonly cvar_95: Measured;
  /**
   * |95 % quantile| ÷ |5 % quantile|: above 1, good bars are larger than bad ones (empyrical `tail_ratio`).
   * `no_losing_bars` when the 5 % quantile is 0 but for rounding, `nothing_gained` when the other one is too.
   */
  readonly tail_ratio: Measured;
}

const TAIL = 0.05;

/** All `too_few_bars` without a return. */
export function tailRisk(returns: Float64Array): TailRisk {
  const none = unmeasured("too_few_bars");
  if (returns.length === 0) return { var_95: none, cvar_95: none, tail_ratio: none };
  const sorted = returns.toSorted();
  const low = quantileOfSorted(sorted, TAIL);
  const high = quantileOfSorted(sorted, 1 - TAIL);
  const worst = sorted.subarray(0, Math.floor((sorted.length - 1) * TAIL) + 1);
  return {
    var_95: measured(low),
    cvar_95: measured(meanOf(worst)),
    tail_ratio: isZeroDeviation(Math.abs(low), 0)
      ? unmeasured(losslessBecause(high, "no_losing_bars"))
      : measured(Math.abs(high / low)),
  };
}
