import { isZeroDeviation } from "../../../../core/numbers/moments.ts";
import { losslessBecause } from "../../../../core/metrics/undefined-reason.ts";
import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";

/**
 * Omega ratio (Keating & Shadwick 2002): sum of the gains above `threshold` ÷ sum of the losses below it. 1 is break-even.
 * `too_few_bars` without a return, `no_losing_bars` when nothing but rounding errors is below the threshold, `nothing_gained` when nothing is
 * above it either.
 *
 * @param threshold return per bar
 */
export function omega(returns: Float64Array, threshold = 0): Measured {
  if (returns.length === 0) return unmeasured("too_few_bars");
  let gains = 0;
  let losses = 0;
  for (let i = 0; i < returns.length; i++) {
    const excess = (returns[i] ?? 0) - threshold;
    if (excess > 0) gains += excess;
    else losses -= excess;
  }
  if (!isZeroDeviation(losses, gains)) return measured(gains / losses);
  return unmeasured(losslessBecause(gains, "no_losing_bars"));
}
