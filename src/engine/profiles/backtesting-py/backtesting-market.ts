import type { Bars } from "../../bars.ts";
import type { Account } from "../../fills/account.ts";
import { emptyAccount } from "./backtesting-orders.ts";
import { AT_CLOSE } from "../../fills/ledger.ts";
import type { Broker } from "../../broker/broker.ts";
import type { Market } from "../../broker/market.ts";
import { type Book, createBook, equityOf, lastClose, type QueuedOrder } from "./book.ts";
import { fillOrders } from "./fill-orders.ts";
import { askToClose, cancelOrder, dequeue } from "./order-queue.ts";
import { placeOrder } from "./place-order.ts";
import { reduceTrade } from "./trade-fills.ts";
import { trailStops } from "./trailing.ts";

/** The broker of backtesting.py 0.6, and on top of it cooldown, holding limit, trailing stops and orders that expire. */
export function backtestingMarket(account: Account, bars: Bars): Market {
  const book = createBook(account, bars);
  let hasEnded = false;

  const fillAndWatch = () => {
    fillOrders(book);
    hasEnded = equityOf(book) <= 0;
    if (hasEnded) ruin(book);
  };

  return {
    broker: brokerOf(book),
    get hasEnded() {
      return hasEnded;
    },
    playBar(bar) {
      book.bar = bar;
      expireOrders(book);
      endHoldings(book);
      fillAndWatch();
      trailStops(book);
    },
    endBar() {},
    finish() {
      if (!account.rules.closeAtEnd) return;
      for (const trade of book.trades.toReversed()) askToClose(book, trade, { reason: "end" });
      fillAndWatch();
    },
  };
}

function brokerOf(book: Book): Broker {
  const { account } = book;
  return {
    get cash() {
      return account.cash;
    },
    get equity() {
      return equityOf(book);
    },
    get position() {
      return account.units;
    },
    get trades() {
      return [...book.trades];
    },
    get orders() {
      return [...book.queue];
    },
    buy: (request = {}) => placeOrder(book, "buy", request),
    sell: (request = {}) => placeOrder(book, "sell", request),
    close() {
      for (const trade of book.trades) trade.close();
    },
    cancel(order) {
      const own = book.queue.find((waiting) => waiting === order);
      if (own !== undefined) cancelOrder(book, own);
    },
  };
}

function expireOrders(book: Book): void {
  const isOver = ({ placedAt, request: { goodFor } }: QueuedOrder) =>
    goodFor !== undefined && book.bar > placedAt + goodFor;
  for (const order of book.queue.filter(isOver)) dequeue(book, order, "expired");
}

/** Trades that were held for long enough are left at the open, unless the strategy closes them itself. */
function endHoldings(book: Book): void {
  const { ledger, rules } = book.account;
  if (rules.maxHolding === Number.POSITIVE_INFINITY) return;
  for (const trade of book.trades) {
    const entryBar = ledger.bar[trade.entryRow] ?? 0;
    if (book.bar < entryBar + rules.maxHolding) continue;
    askToClose(book, trade, { reason: "max_holding", isContingent: true });
  }
}

/**
 * Closes the account at the close of the bar. Of several trades backtesting.py closes every other one only, and forgets
 * the rest: they stay open here, in an account that is worth nothing.
 */
function ruin(book: Book): void {
  const { trades } = book;
  for (let index = 0; index < trades.length; index++) {
    const trade = trades[index];
    if (trade !== undefined)
      reduceTrade(book, trade, trade.size, { price: lastClose(book), moment: AT_CLOSE, reason: "bankrupt" });
  }
  emptyAccount(book.account);
}
