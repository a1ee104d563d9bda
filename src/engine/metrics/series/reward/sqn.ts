import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { isZeroDeviation, momentsOf, sampleDeviation } from "../../../../core/numbers/moments.ts";

/**
 * System quality number (Van Tharp): √n × mean ÷ standard deviation (n − 1) of the profits of the closed trades.
 * `no_closed_trades` without one, `zero_variance` for one trade or equal losses, `steady_gain` for equal profits.
 *
 * @param profits net profit of each closed trade, account currency
 */
export function sqn(profits: Float64Array): Measured {
  const moments = momentsOf(profits);
  if (moments.count === 0) return unmeasured("no_closed_trades");
  const deviation = sampleDeviation(moments);
  if (isZeroDeviation(deviation, moments.mean)) {
    return unmeasured(moments.count > 1 && moments.mean > 0 ? "steady_gain" : "zero_variance");
  }
  return measured((Math.sqrt(moments.count) * moments.mean) / deviation);
}
