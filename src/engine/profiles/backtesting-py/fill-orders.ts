import { entryRefusal, isMissed } from "../../fills/account.ts";
import { commissionPerUnit, inWholeLots, unitsFor } from "./backtesting-orders.ts";
import type { RejectionReason } from "../../fills/ledger.ts";
import { type Book, type EntryOrder, type ExitOrder, freeMoney, type HeldTrade } from "./book.ts";
import { dequeue } from "./order-queue.ts";
import { type Touch, touchOrder } from "./touch-order.ts";
import { openTrade, reduceTrade } from "./trade-fills.ts";

/** Fills what the current bar touches; once more, with the whole queue, after an entry whose own bar may hit its stops. */
export function fillOrders(book: Book): void {
  let again = true;
  while (again) {
    again = false;
    for (const order of book.queue.slice()) {
      if (order.state !== "waiting") continue;
      const touch = touchOrder(book, order);
      if (touch === null) continue;
      if (order.kind === "exit") fillExit(book, order, touch);
      else if (fillEntry(book, order, touch)) again = true;
    }
  }
}

function fillExit(book: Book, order: ExitOrder, touch: Touch): void {
  const { account, bar } = book;
  const { trade, reason } = order;
  if (reason === "signal" && isMissed(account.rules, bar)) {
    dequeue(book, order, "rejected");
    account.ledger.rejections.push({ bar, order: "exit", reason: "missed_fill" });
  } else if (trade.size === 0) {
    dequeue(book, order, "cancelled");
  } else {
    dequeue(book, order, "filled");
    reduceTrade(book, trade, Math.min(order.units ?? trade.size, trade.size), { ...touch, reason });
  }
}

/** Returns whether the stops of the new trade, if any, are to be looked at in this bar. */
function fillEntry(book: Book, order: EntryOrder, touch: Touch): boolean {
  const { account } = book;
  const { rules } = account;
  const price = touch.price * (1 + order.direction * rules.slippage);
  const costOfOne = price + commissionPerUnit(rules, order.units ?? order.share, touch.price);
  const refusal = refusalOf(book);
  const wanted = order.units ?? unitsFor(rules, freeMoney(book) * rules.leverage * order.share, costOfOne);
  if (refusal !== null || !(wanted > 0)) {
    reject(book, order, refusal ?? (order.units === null ? "no_cash" : "lot_size"));
    return false;
  }
  const toOpen = rules.hedging ? wanted : closeOpposite(book, order, wanted, touch);
  if (toOpen === 0) {
    dequeue(book, order, "filled");
    return false;
  }
  const openRefusal = openingRefusal(book, order, toOpen * costOfOne);
  if (openRefusal !== null) {
    reject(book, order, openRefusal);
    return false;
  }
  dequeue(book, order, "filled");
  return hitsAtOnce(book, touch, openTrade(book, order.direction * toOpen, touch, order.bracket));
}

function reject(book: Book, order: EntryOrder, reason: RejectionReason): void {
  dequeue(book, order, "rejected");
  book.account.ledger.rejections.push({ bar: book.bar, order: "entry", reason });
}

function refusalOf({ account, bar }: Book): RejectionReason | null {
  if (account.units === 0) return entryRefusal(account, bar);
  return isMissed(account.rules, bar) ? "missed_fill" : null;
}

function openingRefusal(book: Book, { direction }: EntryOrder, cost: number): RejectionReason | null {
  const { account, bar } = book;
  const { rules } = account;
  if (cost > freeMoney(book) * rules.leverage) return "no_cash";
  if (rules.direction === (direction > 0 ? "short" : "long")) return "direction";
  return entryRefusal(account, bar);
}

/** Closes the oldest opposite trades first. Returns the units that are left of the order. */
function closeOpposite(book: Book, { direction }: EntryOrder, wanted: number, touch: Touch): number {
  let left = wanted;
  for (const trade of book.trades.slice()) {
    if (left === 0) break;
    if (trade.direction === direction) continue;
    const units = Math.min(left, trade.size);
    reduceTrade(book, trade, units, { ...touch, reason: "signal" });
    left = inWholeLots(book.account.rules, left - units);
  }
  return left;
}

/**
 * Whether the order of the prices within the entry's bar is known well enough for its stops: after an entry at the
 * market, and after a stop where the target lies on the same way and the stop loss was not reached.
 */
function hitsAtOnce({ bars, bar }: Book, touch: Touch, { direction, stopLoss, takeProfit }: HeldTrade): boolean {
  if (touch.isMarket) return stopLoss !== null || takeProfit !== null;
  if (!touch.isStop || takeProfit === null) return false;
  const highest = bars.high[bar] ?? Number.NaN;
  const lowest = bars.low[bar] ?? Number.NaN;
  return direction > 0
    ? takeProfit <= highest && (stopLoss ?? Number.NEGATIVE_INFINITY) < lowest
    : takeProfit >= lowest && (stopLoss ?? Number.POSITIVE_INFINITY) > highest;
}
