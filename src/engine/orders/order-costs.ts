import type { TradingRules } from "../fills/trading-rules.ts";

/** The price at which an order is filled: moved up for a purchase, down for a sale. */
export function filledPrice(rules: TradingRules, rawPrice: number, isBuy: boolean): number {
  return isBuy ? rawPrice * (1 + rules.slippage) : rawPrice * (1 - rules.slippage);
}

/** Commission of one order in account currency: rate, per unit and fixed parts together, at least the minimum. */
export function commission(rules: TradingRules, units: number, price: number): number {
  const size = Math.abs(units);
  const fee = size * price * rules.commissionRate + size * rules.commissionPerShare + rules.commissionFixed;
  return Math.max(fee, rules.commissionMin);
}

/**
 * The units that `budget` pays for at `price`, commission included, floored to whole lots.
 * 0 when the budget does not even cover the commission, or not one lot.
 */
export function affordableUnits(rules: TradingRules, budget: number, price: number): number {
  const perUnit = price * (1 + rules.commissionRate) + rules.commissionPerShare;
  const units = Math.min((budget - rules.commissionFixed) / perUnit, (budget - rules.commissionMin) / price);
  return units > 0 ? wholeLots(rules, units) : 0;
}

/** Floored to a multiple of the lot size, if there is one. */
export function wholeLots({ lotSize }: Pick<TradingRules, "lotSize">, units: number): number {
  return lotSize === 0 ? units : Math.floor(units / lotSize + LOT_ROUNDING) * lotSize;
}

/** Keeps 2.9999999999 lots, which is 3 after rounding errors, from becoming 2. */
const LOT_ROUNDING = 1e-9;
