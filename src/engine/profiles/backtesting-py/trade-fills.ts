import { bookFill, commissionOf, inWholeLots } from "./backtesting-orders.ts";
import type { ExitReason } from "../../trade.ts";
import type { Book, Bracket, HeldTrade } from "./book.ts";
import { createTrade } from "./held-trade.ts";
import { cancelOrder, setStop, setTarget } from "./order-queue.ts";
import type { Touch } from "./touch-order.ts";
import { tightenStop } from "./trailing.ts";

/** Opens a trade at the market's price and the spread. Its stop and target join the queue. */
export function openTrade(book: Book, units: number, touch: Touch, bracket: Bracket): HeldTrade {
  const { account } = book;
  const side = units > 0 ? 1 : -1;
  account.order.reason = "signal";
  account.order.moment = touch.moment;
  account.order.rawPrice = touch.price;
  account.order.price = touch.price * (1 + side * account.rules.slippage);
  bookFill(account, book.bar, units, 0);
  match(book, { entryRow: account.ledger.count - 1, unitsLeft: Math.abs(units), entryFee: account.order.fee });
  const trade = createTrade(book, bracket);
  book.trades.push(trade);
  setTarget(book, trade, bracket.takeProfit);
  setStop(book, trade, bracket.stopLoss);
  tightenStop(book, trade);
  return trade;
}

/** Closes a part of a trade, or all of it, at the market's price: the spread was paid at the entry. */
export function reduceTrade(
  book: Book,
  trade: HeldTrade,
  units: number,
  { price, moment, reason }: { readonly price: number; readonly moment: number; readonly reason: ExitReason },
): void {
  const { account } = book;
  const { rules } = account;
  Object.assign(account.order, { price, rawPrice: price, moment, reason });
  const gain = trade.direction * units * (price - trade.entryPrice);
  bookFill(account, book.bar, -trade.direction * units, gain);
  trade.size = inWholeLots(rules, trade.size - units);
  const entryFee = commissionOf(rules, units, trade.entryPrice);
  match(book, { entryRow: trade.entryRow, unitsLeft: trade.size, entryFee });
  if (trade.size > 0) return;
  book.trades.splice(book.trades.indexOf(trade), 1);
  if (trade.stop !== null) cancelOrder(book, trade.stop);
  if (trade.target !== null) cancelOrder(book, trade.target);
}

function match(
  { matches }: Book,
  fill: { readonly entryRow: number; readonly unitsLeft: number; readonly entryFee: number },
): void {
  matches.entryRow.push(fill.entryRow);
  matches.unitsLeft.push(fill.unitsLeft);
  matches.entryFee.push(fill.entryFee);
}
