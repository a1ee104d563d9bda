import type { Params } from "../../core/params/param-spec.ts";
import { cellRules } from "../cells/cell-rules.ts";
import type { BacktestSettings } from "../settings.ts";
import { commission, filledPrice } from "./order-costs.ts";

/**
 * What it costs to change a position by so many units at a price: commission of one order, and what slippage and spread take of
 * its value; in account currency, 0 for no change.
 *
 * @param units signed: bought or sold
 */
export function exposureChangeCost(
  { settings, params }: { readonly settings: BacktestSettings; readonly params: Params },
  units: number,
  price: number,
): number {
  if (units === 0 || !(price > 0)) return 0;
  const rules = cellRules(settings, params);
  const filled = filledPrice(rules, price, units > 0);
  return commission(rules, units, filled) + Math.abs(units * (filled - price));
}
