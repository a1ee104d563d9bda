import type { ExitReason } from "../../trade.ts";
import { type Account, entryRefusal, isMissed, recordFill } from "../../fills/account.ts";
import type { Side } from "../../fills/side.ts";
import { filledPrice } from "../../orders/order-costs.ts";
import type { OrderRules } from "../../orders/order-rules.ts";
import { isNear, snappedSum } from "../../orders/snapped-sum.ts";
import type { TradingRules } from "../../fills/trading-rules.ts";

/**
 * Sizing and booking of vectorbt's `Portfolio.from_signals`: a buy spends all cash, a reversal is one order,
 * the short leg is limited to free cash plus what the long leg brings, stops are filled without slippage.
 * What vectorbt does not have (reversal of a part of the cash, cooldown) is done in two orders.
 */
export const vectorbtOrders: OrderRules = {
  enter(account, bar, rawPrice, side) {
    const refusal = entryRefusal(account, bar);
    if (refusal !== null) account.ledger.rejections.push({ bar, order: "entry", reason: refusal });
    else execute(prepare(account, bar, rawPrice, "signal"), side, Number.POSITIVE_INFINITY);
  },

  leave(account, bar, rawPrice, reason) {
    const { rules, ledger, units } = account;
    if (reason === "signal" && isMissed(rules, bar)) {
      ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
    } else {
      execute(prepare(account, bar, rawPrice, reason), units > 0 ? -1 : 1, Math.abs(units));
    }
  },

  reverse(account, bar, rawPrice) {
    const { rules, ledger, units } = account;
    const side: Side = units > 0 ? -1 : 1;
    if (rules.cooldown > 0 || rules.positionSize < 1) {
      this.leave(account, bar, rawPrice, "signal");
      if (account.units === 0) this.enter(account, bar, rawPrice, side);
    } else if (isMissed(rules, bar)) {
      ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
    } else {
      execute(prepare(account, bar, rawPrice, "signal"), side, Number.POSITIVE_INFINITY);
    }
  },
};

function prepare(account: Account, bar: number, rawPrice: number, reason: ExitReason): Account {
  const { order } = account;
  order.bar = bar;
  order.rawPrice = rawPrice;
  order.reason = reason;
  return account;
}

/** Fills the order at hand. `wanted` units are positive; Infinity is as many as the account can bear. */
function execute(account: Account, side: Side, wanted: number): void {
  const { rules, order } = account;
  const isStop = order.reason === "stop_loss" || order.reason === "take_profit" || order.reason === "trailing_stop";
  order.price = isStop ? order.rawPrice : filledPrice(rules, order.rawPrice, side > 0);
  const isFilled = side > 0 ? buy(account, wanted) : sell(account, wanted);
  if (isFilled) recordFill(account);
  else
    account.ledger.rejections.push({
      bar: order.bar,
      order: account.units === 0 ? "entry" : "exit",
      reason: "no_cash",
    });
}

/** Buys or covers; where the cash does not suffice, as much as it does. */
function buy(account: Account, wanted: number): boolean {
  const { rules, order } = account;
  const { price } = order;
  const limit = account.units === 0 ? Math.min(account.cash, account.cash * rules.positionSize) : account.cash;
  let units = wholeLots(rules, wanted);
  let value = units * price;
  let fee = value * rules.commissionRate + rules.commissionFixed;
  let spent = value + fee;
  if (!(spent < limit) && !isNear(spent, limit)) {
    value = snappedSum(limit, -rules.commissionFixed) / (1 + rules.commissionRate);
    units = value > 0 ? wholeLots(rules, value / price) : 0;
    fee = rules.lotSize === 0 ? limit - value : units * price * rules.commissionRate + rules.commissionFixed;
    spent = rules.lotSize === 0 ? limit : units * price + fee;
  }
  if (isTooSmall(units)) return false;
  const before = account.units;
  account.cash = snappedSum(account.cash, -spent);
  account.units = snappedSum(before, units);
  if (rules.direction === "long") {
    account.freeCash = account.cash;
  } else if (before < 0) {
    const covered = account.units < 0 ? units : -before;
    const repaid = (covered * account.debt) / -before;
    account.debt = snappedSum(account.debt, -repaid);
    account.freeCash = snappedSum(account.freeCash + 2 * repaid, -spent);
  } else {
    account.freeCash = snappedSum(account.freeCash, -spent);
  }
  order.units = units;
  order.fee = fee;
  return true;
}

/** Sells or sells short. */
function sell(account: Account, wanted: number): boolean {
  const { rules, order } = account;
  const { price } = order;
  const units = wholeLots(rules, wanted === Number.POSITIVE_INFINITY ? mostToSell(account, price) : wanted);
  const value = units * price;
  const fee = value * rules.commissionRate + rules.commissionFixed;
  const gained = snappedSum(value, -fee);
  if (isTooSmall(units) || gained < 0) return false;
  const before = account.units;
  account.cash += gained;
  account.units = snappedSum(before, -units);
  if (rules.direction === "long") {
    account.freeCash = account.cash;
  } else if (account.units < 0) {
    const borrowed = (before < 0 ? units : -account.units) * price;
    account.debt += borrowed;
    account.freeCash = snappedSum(account.freeCash, snappedSum(gained, -2 * borrowed));
  } else {
    account.freeCash += gained;
  }
  order.units = -units;
  order.fee = fee;
  return true;
}

/** The long position, and on top of it as many units short as free cash and the proceeds of the long leg cover. */
function mostToSell(account: Account, price: number): number {
  const { rules } = account;
  const long = Math.max(account.units, 0);
  const free = snappedSum(account.freeCash, long * price * (1 - rules.commissionRate));
  if (free <= 0) return long;
  const short = snappedSum(free, -rules.commissionFixed) / (price * (1 + rules.commissionRate));
  const most = Math.max(0, snappedSum(long, short));
  return account.units === 0 ? most * rules.positionSize : most;
}

function wholeLots(rules: TradingRules, units: number): number {
  return rules.lotSize === 0 || units === Number.POSITIVE_INFINITY
    ? units
    : floorDivide(units, rules.lotSize) * rules.lotSize;
}

/** Python's `//`, which vectorbt rounds by: of 10 and 0.1 it is 99, since 0.1 is a little more than a tenth. */
function floorDivide(dividend: number, divisor: number): number {
  const quotient = (dividend - (dividend % divisor)) / divisor;
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

/** vectorbt's `min_size`. */
const SMALLEST_ORDER = 1e-8;

/** Whether vectorbt passes an order over. */
export function isTooSmall(units: number): boolean {
  return units < SMALLEST_ORDER && !isNear(units, SMALLEST_ORDER);
}
