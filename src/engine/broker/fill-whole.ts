import type { Account } from "../fills/account.ts";
import type { Side } from "../fills/side.ts";
import type { OrderRules } from "../orders/order-rules.ts";
import type { Direction } from "../execution-rules.ts";
import type { PlacedOrder } from "./placed-order.ts";

/**
 * Fills an order about the whole position, as a signal is filled: it opens one, turns an opposite one around, and
 * leaves one of its own side as it is. Where the cell's direction forbids the new side, an opposite one is only closed.
 */
export function fillWhole(orders: OrderRules, account: Account, order: PlacedOrder, rawPrice: number): void {
  const { rules, units, ledger } = account;
  const { bar } = account.order;
  const isAllowed = allowsSide(rules.direction, order.sign);
  const isOpposite = units * order.sign < 0;
  if (isOpposite && (order.closes > 0 || !isAllowed)) orders.leave(account, bar, rawPrice, "signal");
  else if (order.closes > 0) return;
  else if (isOpposite) orders.reverse(account, bar, rawPrice);
  else if (units === 0 && isAllowed) orders.enter(account, bar, rawPrice, order.sign);
  else if (units === 0) ledger.rejections.push({ bar, order: "entry", reason: "direction" });
}

export function allowsSide(direction: Direction, side: Side): boolean {
  return direction === "both" || (direction === "long") === side > 0;
}
