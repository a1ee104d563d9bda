import type { EntryLimit } from "../fills/account.ts";
import type { Ledger } from "../fills/ledger.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import { limitWeights } from "./limit-weights.ts";

/**
 * Cuts entries to the target volatility and to the limits of value at risk, by the closes known when the order was
 * given. A cut by a limit is noted among the rejections. Undefined where no limit is set.
 */
export function entryLimit(rules: TradingRules, close: Float64Array, ledger: Ledger): EntryLimit | undefined {
  const limits = [rules.maxSinglePositionVar, rules.maxPortfolioVar, rules.volatilityPerBar];
  if (Math.min(...limits) === Number.POSITIVE_INFINITY) return undefined;
  return (bar, givenAt, wanted) => {
    const weights = Float64Array.of(wanted);
    limitWeights(rules, [close], weights, {
      bar: givenAt,
      note: (_, reason) => ledger.rejections.push({ bar, order: "entry", reason }),
    });
    return weights[0] ?? 0;
  };
}
