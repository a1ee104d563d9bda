import { sp500 } from "../../engine/support/sample-bars.ts";
import { FIFTEEN_PAIRS, obviousMaCross } from "./obvious-ma-cross.ts";

/** Return per bar of the 15 crossover cells on the S&P 500, the first against the capital. */
export function fifteenReturns(): readonly Float64Array[] {
  const { close } = sp500();
  return FIFTEEN_PAIRS.map((pair) => returnsFromOne(obviousMaCross(close, pair).equity));
}

export function returnsFromOne(equity: Float64Array): Float64Array {
  return equity.map((value, i) => value / (i === 0 ? 1 : (equity[i - 1] ?? 0)) - 1);
}
