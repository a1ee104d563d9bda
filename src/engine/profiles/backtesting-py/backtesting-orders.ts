import { type Account, entryRefusal, isMissed, recordFill } from "../../fills/account.ts";
import type { OrderRules } from "../../orders/order-rules.ts";
import type { TradingRules } from "../../fills/trading-rules.ts";

/** The largest number below 1, which backtesting.py takes for "all". */
const ALL = 1 - Number.EPSILON;

/**
 * Sizing and booking of backtesting.py: whole units, the spread is paid at the entry alone, the commission on both
 * sides; a ruined account is emptied. A reversal is a close and an order on the other side.
 */
export const backtestingOrders: OrderRules = {
  enter(account, bar, rawPrice, side) {
    const { rules, ledger } = account;
    const refusal = entryRefusal(account, bar);
    const price = rawPrice * (1 + side * rules.slippage);
    const share = shareOf(rules.positionSize);
    const budget = Math.max(0, account.settled) * rules.leverage * share;
    const units = refusal === null ? unitsFor(rules, budget, price + commissionPerUnit(rules, share, rawPrice)) : 0;
    if (!(units > 0)) {
      ledger.rejections.push({ bar, order: "entry", reason: refusal ?? "no_cash" });
      return;
    }
    account.order.reason = "signal";
    account.order.rawPrice = rawPrice;
    account.order.price = price;
    bookFill(account, bar, side * units, 0);
  },

  leave(account, bar, rawPrice, reason) {
    const { rules, ledger, order, units } = account;
    if (reason === "signal" && isMissed(rules, bar)) {
      ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
      return;
    }
    order.reason = reason;
    order.rawPrice = rawPrice;
    order.price = rawPrice;
    const entryPrice = ledger.price[ledger.count - 1] ?? Number.NaN;
    bookFill(account, bar, -units, units * (rawPrice - entryPrice));
    if (account.cash <= 0 || reason === "bankrupt") emptyAccount(account);
  },

  reverse(account, bar, rawPrice) {
    const side = account.units > 0 ? -1 : 1;
    this.leave(account, bar, rawPrice, "signal");
    if (account.units === 0) this.enter(account, bar, rawPrice, side);
  },
};

/** Books a fill at the order's price: signed units, and what those of them that it closes have gained. */
export function bookFill(account: Account, bar: number, units: number, gain: number): void {
  const { rules, order } = account;
  order.bar = bar;
  order.units = units;
  order.fee = commissionOf(rules, units, order.price);
  account.cash -= units * order.price + order.fee;
  account.settled += gain - order.fee;
  account.units = inWholeLots(rules, account.units + units);
  recordFill(account);
}

/** What a ruined account still had, or owed, is gone after its last fill. */
export function emptyAccount(account: Account): void {
  const { ledger } = account;
  account.cash = 0;
  account.settled = 0;
  account.units = 0;
  ledger.cash[ledger.count - 1] = 0;
  ledger.position[ledger.count - 1] = 0;
}

export function commissionOf(rules: TradingRules, units: number, price: number): number {
  return rules.commissionFixed + Math.abs(units) * price * rules.commissionRate;
}

/** Of an order for `size` units, or for that share of the money: the fixed part then weighs as if one unit cost it all. */
export function commissionPerUnit(rules: TradingRules, size: number, rawPrice: number): number {
  return commissionOf(rules, size, rawPrice) / size;
}

/** A fraction of the money as backtesting.py takes it. */
export function shareOf(fraction: number): number {
  return fraction < 1 ? fraction : ALL;
}

/** Units that the budget pays for, in whole lots. */
export function unitsFor(rules: TradingRules, budget: number, costOfOne: number): number {
  const lot = lotOf(rules);
  return flooredQuotient(budget, costOfOne * lot) * lot;
}

/** The same number of lots without the rounding errors of sums. */
export function inWholeLots(rules: TradingRules, units: number): number {
  const lot = lotOf(rules);
  return lot === 1 ? units : Math.round(units / lot) * lot;
}

/** backtesting.py trades whole units. */
export function lotOf({ lotSize }: TradingRules): number {
  return lotSize === 0 ? 1 : lotSize;
}

/** Python's `//`: the floor of the exact quotient, which a rounded division can miss by one. */
function flooredQuotient(a: number, b: number): number {
  return Math.round((a - (a % b)) / b);
}
