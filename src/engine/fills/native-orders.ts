import type { ExitReason } from "../trade.ts";
import { type Account, entryRefusal, isMissed, recordFill, type Side } from "./account.ts";
import { affordableUnits, commission, filledPrice } from "./order-costs.ts";
import type { OrderRules } from "./order-rules.ts";

/** Native sizing: a fraction of the cash per entry, commission included; a reversal is an exit and an entry. */
export const nativeOrders: OrderRules = {
  enter(account, bar, rawPrice, side) {
    const { rules, ledger } = account;
    const refusal = entryRefusal(account, bar);
    const price = filledPrice(rules, rawPrice, side > 0);
    const units = refusal === null ? affordableUnits(rules, account.cash * rules.positionSize, price) : 0;
    if (units === 0) ledger.rejections.push({ bar, order: "entry", reason: refusal ?? "no_cash" });
    else fill(account, bar, side * units, { rawPrice, price, reason: "signal" });
  },

  leave(account, bar, rawPrice, reason) {
    const { rules, ledger, units } = account;
    if (reason === "signal" && isMissed(rules, bar)) {
      ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
      return;
    }
    const price = reason === "take_profit" ? rawPrice : filledPrice(rules, rawPrice, units < 0);
    fill(account, bar, -units, { rawPrice, price, reason });
  },

  reverse(account, bar, rawPrice) {
    const side: Side = account.units > 0 ? -1 : 1;
    this.leave(account, bar, rawPrice, "signal");
    if (account.units === 0) this.enter(account, bar, rawPrice, side);
  },
};

interface Terms {
  readonly rawPrice: number;
  readonly price: number;
  readonly reason: ExitReason;
}

function fill(account: Account, bar: number, units: number, terms: Terms): void {
  const fee = commission(account.rules, units, terms.price);
  account.cash -= units * terms.price + fee;
  account.units += units;
  recordFill(account, { bar, units, fee, ...terms });
}
