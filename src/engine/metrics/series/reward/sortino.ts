import type { Measured } from "../../../../core/metrics/measured.ts";
import { arithmeticSortino } from "../../../../core/metrics/sortino.ts";
import { meanOf } from "../../../../core/numbers/moments.ts";
import { downsideDeviation } from "../risk/downside-risk.ts";

/**
 * `arithmeticSortino` of a series, a year.
 *
 * @param required least acceptable return per bar
 */
export function sortino(returns: Float64Array, barsPerYear: number, required = 0): Measured {
  const downside = downsideDeviation(returns, required);
  return arithmeticSortino({ count: returns.length, mean: meanOf(returns), downside }, barsPerYear, required);
}
