import { type Measured, measured, unmeasured } from "../measured.ts";
import { isZeroDeviation, meanOf } from "../../../../core/numbers/moments.ts";
import { downsideDeviation } from "../risk/downside-risk.ts";

/**
 * Annual Sortino ratio: mean excess over `required` ÷ downside deviation × √barsPerYear, with the downside over all n
 * returns (Sortino & Price 1994; empyrical `sortino_ratio`). `too_few_bars` below two returns, `no_losing_bars` when
 * nothing falls short, `zero_variance` when nothing moves at all.
 *
 * @param required least acceptable return per bar
 */
export function sortino(returns: Float64Array, barsPerYear: number, required = 0): Measured {
  if (returns.length < 2) return unmeasured("too_few_bars");
  const mean = meanOf(returns);
  const deviation = downsideDeviation(returns, required);
  if (isZeroDeviation(deviation, mean)) return unmeasured(mean - required > 1e-12 ? "no_losing_bars" : "zero_variance");
  return measured(((mean - required) / deviation) * Math.sqrt(barsPerYear));
}
