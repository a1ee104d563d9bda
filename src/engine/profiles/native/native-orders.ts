import { type Account, entryRefusal, isMissed, recordFill } from "../../fills/account.ts";
import type { Side } from "../../fills/side.ts";
import { affordableUnits, commission, filledPrice, wholeLots } from "../../orders/order-costs.ts";
import type { OrderRules } from "../../orders/order-rules.ts";
import { snappedSum } from "../../orders/snapped-sum.ts";

/** Native sizing: a fraction of the cash per entry, commission included; a reversal is an exit and an entry. */
export const nativeOrders: OrderRules = {
  enter(account, bar, rawPrice, side) {
    const { rules, ledger, order } = account;
    const refusal = entryRefusal(account, bar);
    order.price = order.isLimit ? rawPrice : filledPrice(rules, rawPrice, side > 0);
    const units = refusal === null ? entryUnits(account, bar, side) : 0;
    if (units === 0) ledger.rejections.push({ bar, order: "entry", reason: refusal ?? "no_cash" });
    else fillUnits(account, bar, rawPrice, side * units);
  },

  leave(account, bar, rawPrice, reason) {
    const { rules, ledger, units, order } = account;
    if (reason === "signal" && isMissed(rules, bar)) {
      ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
      return;
    }
    order.price = reason === "take_profit" || order.isLimit ? rawPrice : filledPrice(rules, rawPrice, units < 0);
    order.reason = reason;
    fillUnits(account, bar, rawPrice, -units);
    order.reason = "signal";
  },

  reverse(account, bar, rawPrice) {
    const side: Side = account.units > 0 ? -1 : 1;
    this.leave(account, bar, rawPrice, "signal");
    if (account.units === 0) this.enter(account, bar, rawPrice, side);
  },
};

/** By the fraction of the cash, at most the rules' money and units of an order; `order.price` is set. */
function entryUnits({ rules, order, cash, limit }: Account, bar: number, side: Side): number {
  const budget = Math.min(cash * Math.abs(limit(bar, order.givenAt, side * rules.positionSize)), rules.orderCash);
  const units = affordableUnits(rules, budget, order.price);
  return units <= rules.orderUnits ? units : wholeLots(rules, rules.orderUnits);
}

/** Books the order at hand as filled with `units` (signed) at `order.price`. */
export function fillUnits(account: Account, bar: number, rawPrice: number, units: number): void {
  const { order } = account;
  order.bar = bar;
  order.units = units;
  order.rawPrice = rawPrice;
  order.fee = commission(account.rules, units, order.price);
  account.cash = snappedSum(account.cash, -(units * order.price + order.fee));
  account.units += units;
  recordFill(account);
}
