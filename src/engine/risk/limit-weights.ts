import type { RejectionReason } from "../fills/ledger.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import { historicalVar } from "./historical-var.ts";
import { volatilityScale } from "./volatility-scale.ts";

/**
 * Scales weights down in place: to the target volatility, then until the limits of value at risk hold, first
 * each position for itself, then all together.
 *
 * @param bar the last bar whose close may be known
 * @param note told of each asset (−1: of all) that was cut, and by which limit
 */
export function limitWeights(
  rules: TradingRules,
  closes: readonly Float64Array[],
  weights: Float64Array,
  at: { readonly bar: number; note(asset: number, reason: RejectionReason): void },
): void {
  const { maxSinglePositionVar, maxPortfolioVar, volatilityPerBar } = rules;
  if (volatilityPerBar !== Number.POSITIVE_INFINITY) {
    const scale = volatilityScale(closes, weights, at.bar, volatilityPerBar);
    for (const [asset, weight] of weights.entries()) weights[asset] = weight * scale;
  }
  if (maxSinglePositionVar !== Number.POSITIVE_INFINITY) {
    for (const [asset, close] of closes.entries()) {
      const weight = weights[asset] ?? 0;
      const risk = weight === 0 ? 0 : historicalVar([close], [weight], at.bar);
      if (risk > maxSinglePositionVar) {
        weights[asset] = (weight * maxSinglePositionVar) / risk;
        at.note(asset, "max_single_position_var");
      }
    }
  }
  if (maxPortfolioVar === Number.POSITIVE_INFINITY) return;
  const risk = historicalVar(closes, weights, at.bar);
  if (risk <= maxPortfolioVar) return;
  for (const [asset, weight] of weights.entries()) weights[asset] = (weight * maxPortfolioVar) / risk;
  at.note(-1, "max_portfolio_var");
}
