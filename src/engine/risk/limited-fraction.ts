import type { Side } from "../fills/account.ts";
import type { Ledger } from "../fills/ledger.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import { limitWeights } from "./limit-weights.ts";

/**
 * The fraction of the account that an entry may take: the position size, cut to the target volatility and to the limits
 * of value at risk by the closes known when the order was given. A cut by a limit is noted among the rejections.
 * Without any of them, undefined.
 */
export function limitedFraction(
  rules: TradingRules,
  close: Float64Array,
  ledger: Ledger,
): ((bar: number, side: Side) => number) | undefined {
  const limits = [rules.maxSinglePositionVar, rules.maxPortfolioVar, rules.volatilityPerBar];
  if (Math.min(...limits) === Number.POSITIVE_INFINITY) return undefined;
  return (bar, side) => {
    const weights = Float64Array.of(side * rules.positionSize);
    limitWeights(rules, [close], weights, {
      bar: bar - rules.delay,
      note: (_, reason) => ledger.rejections.push({ bar, order: "entry", reason }),
    });
    return Math.abs(weights[0] ?? 0);
  };
}
