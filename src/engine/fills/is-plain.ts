import type { Bars } from "../bars.ts";
import { hasCarry } from "./carry.ts";
import type { TradingRules } from "./trading-rules.ts";

/** Whether nothing but a signal can change the position, and every signal is filled in full: the most usual of cells. */
export function isPlain(rules: TradingRules, bars: Bars): boolean {
  const { stops, maxHolding, cooldown, orderUnits, orderCash } = rules;
  const { maxSinglePositionVar, maxPortfolioVar, volatilityPerBar } = rules;
  const mostOf = Math.min(maxHolding, orderUnits, orderCash, maxSinglePositionVar, maxPortfolioVar, volatilityPerBar);
  return (
    rules.direction === "long" &&
    rules.lotSize === 0 &&
    rules.fillProbability === 1 &&
    stops === null &&
    cooldown === 0 &&
    mostOf === Number.POSITIVE_INFINITY &&
    !rules.closeAtEnd &&
    rules.delistings.length === 0 &&
    !hasCarry(rules, bars, false)
  );
}
