import type { Account } from "../../fills/account.ts";
import type { Side } from "../../fills/side.ts";
import { entryRefusal, isMissed } from "../../fills/account.ts";
import type { RejectionReason } from "../../fills/ledger.ts";
import { fillUnits, nativeOrders } from "./native-orders.ts";
import { affordableUnits, filledPrice, wholeLots } from "../../orders/order-costs.ts";
import { isNear } from "../../orders/snapped-sum.ts";
import { allowsSide } from "../../broker/fill-whole.ts";
import type { PlacedOrder } from "../../broker/placed-order.ts";

/**
 * Fills an order with a size of its own: it opens a position, adds to one of its side, or takes from an opposite
 * one; what is left over when that is used up opens the other side. What the account cannot bear is cut off.
 */
export function fillSized(account: Account, order: PlacedOrder, rawPrice: number): void {
  const { units: held } = account;
  const price = priceOf(account, order.sign, rawPrice);
  const wanted = wantedUnits(account, order, price);
  const isOpposite = held * order.sign < 0;
  if (wanted === 0) {
    reject(account, isOpposite ? "exit" : "entry", order.request.units === undefined ? "no_cash" : "lot_size");
  } else if (isOpposite) {
    reduce(account, rawPrice, wanted);
    const rest = isNear(wanted, Math.abs(held)) ? 0 : wanted - Math.abs(held);
    if (account.units === 0 && rest > 0) enter(account, order, rawPrice, rest);
  } else {
    enter(account, order, rawPrice, wanted);
  }
}

/** Closes a share of what is held, in whole lots; nothing where the position is none of the order's. */
export function fillClosing(account: Account, order: PlacedOrder, rawPrice: number): void {
  const { rules, units } = account;
  if (units * order.sign >= 0) return;
  const wanted = order.closes === 1 ? Math.abs(units) : wholeLots(rules, Math.abs(units) * order.closes);
  if (wanted === 0) reject(account, "exit", "lot_size");
  else reduce(account, rawPrice, wanted);
}

/** How many units the order asks for, the other side's included. */
function wantedUnits(account: Account, { request }: PlacedOrder, price: number): number {
  const { rules } = account;
  if (request.units !== undefined) return wholeLots(rules, request.units);
  return affordableUnits(rules, request.cash ?? (request.fraction ?? 0) * freeMoney(account, price), price);
}

function enter(account: Account, { sign }: PlacedOrder, rawPrice: number, wanted: number): void {
  const { order } = account;
  const price = priceOf(account, sign, rawPrice);
  const refusal = allowsSide(account.rules.direction, sign) ? entryRefusal(account, order.bar) : "direction";
  const units = refusal === null ? bearableUnits(account, sign, price, wanted) : 0;
  if (units === 0) {
    reject(account, "entry", refusal ?? "no_cash");
  } else {
    order.price = price;
    fillUnits(account, order.bar, rawPrice, sign * units);
  }
}

/** At most what the free money pays for, the cell's limits of an order, and its limits of risk for the whole position. */
function bearableUnits(account: Account, side: Side, price: number, wanted: number): number {
  const { rules, order, cash } = account;
  const budget = Math.min(freeMoney(account, price), rules.orderCash);
  const units = Math.min(wanted, affordableUnits(rules, budget, price), wholeLots(rules, rules.orderUnits));
  const held = Math.abs(account.units) * price;
  const equity = cash + account.units * price;
  const weight = (held + units * price) / equity;
  const allowed = Math.abs(account.limit(order.bar, order.givenAt, side * weight));
  return allowed < weight ? Math.min(units, affordableUnits(rules, allowed * equity - held, price)) : units;
}

function reduce(account: Account, rawPrice: number, wanted: number): void {
  const { rules, order, units } = account;
  if (wanted >= Math.abs(units) || isNear(wanted, Math.abs(units))) {
    nativeOrders.leave(account, order.bar, rawPrice, "signal");
  } else if (isMissed(rules, order.bar)) {
    reject(account, "exit", "missed_fill");
  } else {
    const side: Side = units > 0 ? -1 : 1;
    order.price = priceOf(account, side, rawPrice);
    fillUnits(account, order.bar, rawPrice, side * wanted);
  }
}

/** The cash; with a short position what is left of it when the proceeds and as much again as security are taken away. */
function freeMoney({ cash, units }: Account, price: number): number {
  return units < 0 ? Math.max(0, cash + 2 * units * price) : cash;
}

function priceOf({ rules, order }: Account, side: Side, rawPrice: number): number {
  return order.isLimit ? rawPrice : filledPrice(rules, rawPrice, side > 0);
}

function reject({ ledger, order: { bar } }: Account, order: "entry" | "exit", reason: RejectionReason): void {
  ledger.rejections.push({ bar, order, reason });
}
