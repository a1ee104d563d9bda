import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import type { FilledOrder } from "../../../trade.ts";
import { returnsOf } from "../returns.ts";

type TradedOrder = Pick<FilledOrder, "bar" | "units" | "rawPrice" | "reason">;

const TO_BPS = 10_000;

/**
 * How much more each fill may cost, in bps of the traded value, until the account ends where it began; below 0 for one that has lost:
 * so much less it must cost. The cost c at which Π(1 + rᵢ − c·vᵢ) = 1, with rᵢ the return of bar i and vᵢ the value traded in it ÷ the
 * equity before it: extra costs shrink what is traded later, as with sizes in shares of the equity. Found by halving; only one such c
 * exists, since each factor falls with c.
 *
 * `too_few_bars` without a bar, `no_trades` without a fill, `bankrupt` where the account was at 0 or below. What is paid out for a
 * delisted symbol is nobody's trade.
 *
 * @param equity account value at the close of each bar
 * @param orders the fills that made it, in any order
 */
export function breakEvenBps(equity: Float64Array, initialCapital: number, orders: readonly TradedOrder[]): Measured {
  if (equity.length === 0) return unmeasured("too_few_bars");
  if (equity.some((value) => !(value > 0))) return unmeasured("bankrupt");
  const traded = tradedShares(equity, initialCapital, orders);
  const grown = returnsOf(equity, initialCapital).map((value) => 1 + value);
  const bars = [...traded.keys()].filter((bar) => (traded[bar] ?? 0) > 0);
  if (bars.length === 0) return unmeasured("no_trades");
  const growthAt = (cost: number): number => {
    const factors = bars.map((bar) => 1 - (cost * (traded[bar] ?? 0)) / (grown[bar] ?? 1));
    return factors.some((factor) => factor <= 0)
      ? Number.NEGATIVE_INFINITY
      : factors.reduce((sum, factor) => sum + Math.log(factor), Math.log((equity.at(-1) ?? 1) / initialCapital));
  };
  const cost = rootOf(growthAt) * TO_BPS;
  return Number.isFinite(cost) ? measured(cost) : unmeasured("not_computed");
}

/** Value traded in each bar at the market's price ÷ equity before it. */
function tradedShares(equity: Float64Array, initialCapital: number, orders: readonly TradedOrder[]): Float64Array {
  const shares = new Float64Array(equity.length);
  for (const { bar, units, rawPrice, reason } of orders) {
    if (reason === "delisted") continue;
    shares[bar] = (shares[bar] ?? 0) + (units * rawPrice) / (equity[bar - 1] ?? initialCapital);
  }
  return shares;
}

/** Where a function that falls throughout is 0, as near as numbers come. */
function rootOf(valueAt: (at: number) => number): number {
  let [low, high] = [-1, 1];
  while (valueAt(low) < 0) low *= 2;
  while (valueAt(high) > 0) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (valueAt(middle) > 0) low = middle;
    else high = middle;
  }
}
