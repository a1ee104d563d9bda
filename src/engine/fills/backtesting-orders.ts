import { type Account, entryRefusal, isMissed, recordFill } from "./account.ts";
import type { OrderRules } from "./order-rules.ts";

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
    const fraction = rules.positionSize < 1 ? rules.positionSize : ALL;
    const commission = (rules.commissionFixed + fraction * rawPrice * rules.commissionRate) / fraction;
    const lot = rules.lotSize === 0 ? 1 : rules.lotSize;
    const budget = Math.max(0, account.cash) * rules.leverage * fraction;
    const units = refusal === null ? flooredQuotient(budget, (price + commission) * lot) * lot : 0;
    if (!(units > 0)) {
      ledger.rejections.push({ bar, order: "entry", reason: refusal ?? "no_cash" });
      return;
    }
    account.order.reason = "signal";
    account.order.price = price;
    fill(account, bar, rawPrice, side * units);
  },

  leave(account, bar, rawPrice, reason) {
    const { rules, ledger, order } = account;
    if (reason === "signal" && isMissed(rules, bar)) {
      ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
      return;
    }
    order.reason = reason;
    order.price = rawPrice;
    fill(account, bar, rawPrice, -account.units);
    if (account.cash <= 0 || reason === "bankrupt") {
      account.cash = 0;
      ledger.cash[ledger.count - 1] = 0;
    }
  },

  reverse(account, bar, rawPrice) {
    const side = account.units > 0 ? -1 : 1;
    this.leave(account, bar, rawPrice, "signal");
    if (account.units === 0) this.enter(account, bar, rawPrice, side);
  },
};

function fill(account: Account, bar: number, rawPrice: number, units: number): void {
  const { rules, order } = account;
  order.bar = bar;
  order.rawPrice = rawPrice;
  order.units = units;
  order.fee = rules.commissionFixed + Math.abs(units) * order.price * rules.commissionRate;
  account.cash -= units * order.price + order.fee;
  account.units += units;
  recordFill(account);
}

/** Python's `//`: the floor of the exact quotient, which a rounded division can miss by one. */
function flooredQuotient(a: number, b: number): number {
  return Math.round((a - (a % b)) / b);
}
