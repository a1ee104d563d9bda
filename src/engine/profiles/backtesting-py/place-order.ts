import { lotOf, shareOf } from "./backtesting-orders.ts";
import { wholeLots } from "../../orders/order-costs.ts";
import type { Order, OrderRequest } from "../../broker/broker.ts";
import { checkRequest } from "../../broker/check-request.ts";
import { type Book, type Bracket, type EntryOrder, lastClose } from "./book.ts";
import { cancelOrder } from "./order-queue.ts";

/**
 * Puts an order at the end of the queue.
 *
 * @throws RangeError when the request contradicts itself, or the price that a market order would have now
 */
export function placeOrder(book: Book, side: Order["side"], request: OrderRequest): Order {
  checkRequest(side, request);
  const { rules } = book.account;
  const direction = side === "buy" ? 1 : -1;
  for (const name of UNKNOWN) {
    if (request[name] !== undefined)
      throw new RangeError(`The profile "backtesting.py" has no orders with \`${name}\``);
  }
  const { limit = null, stop = null } = request;
  if (limit === null && stop === null) {
    checkAroundMarket(side, request, lastClose(book) * (1 + direction * rules.slippage));
  }
  const order: EntryOrder = {
    kind: "entry",
    side,
    direction,
    request,
    placedAt: book.bar,
    state: "waiting",
    isContingent: false,
    limit,
    stop,
    units: request.units === undefined ? null : wholeLots({ lotSize: lotOf(rules) }, request.units),
    share: shareOf(request.fraction ?? rules.positionSize),
    bracket: bracketOf(book, request, direction),
  };
  if (rules.exclusiveOrders) clearTheWay(book);
  book.queue.push(order);
  return order;
}

const UNKNOWN = ["cash", "trail", "onClose"] as const;

function checkAroundMarket(side: Order["side"], { stopLoss, takeProfit }: OrderRequest, price: number): void {
  const [below, above] = side === "buy" ? [stopLoss, takeProfit] : [takeProfit, stopLoss];
  if ((below ?? 0) < price && price < (above ?? Number.POSITIVE_INFINITY)) return;
  const needs = side === "buy" ? "`stopLoss` < price < `takeProfit`" : "`takeProfit` < price < `stopLoss`";
  throw new RangeError(`An order to ${side} at the market needs ${needs}, the price being ${price}, spread included`);
}

/** What the request says, and else the cell's distances from the price of the order, or from this close. */
function bracketOf(book: Book, request: OrderRequest, direction: 1 | -1): Bracket {
  const { stops } = book.account.rules;
  const basis = request.limit ?? request.stop ?? lastClose(book);
  const below = (distance = Number.POSITIVE_INFINITY) => priceOrNone(basis * (1 - direction * distance));
  const above = (distance = Number.POSITIVE_INFINITY) => priceOrNone(basis * (1 + direction * distance));
  const trailing = request.trailingStop ?? stops?.trailing ?? Number.POSITIVE_INFINITY;
  return {
    stopLoss: request.stopLoss ?? below(stops?.stopLoss),
    takeProfit: request.takeProfit ?? above(stops?.takeProfit),
    trailing: trailing === Number.POSITIVE_INFINITY ? 0 : trailing,
    basis,
  };
}

function priceOrNone(price: number): number | null {
  return price > 0 && price < Number.POSITIVE_INFINITY ? price : null;
}

/**
 * Exclusive orders: cancels what waits and closes what is held. Of two orders in a row the second escapes, and so it is
 * one of two that are given at the same close: backtesting.py removes from the list that it walks along.
 */
function clearTheWay(book: Book): void {
  for (let index = 0; index < book.queue.length; index++) {
    const order = book.queue[index];
    if (order !== undefined && !order.isContingent) cancelOrder(book, order);
  }
  for (const trade of book.trades) trade.close();
}
