import type { Bars } from "../../bars.ts";
import type { Account } from "../../fills/account.ts";
import { carryInto } from "../../fills/carry.ts";
import { AT_CLOSE, AT_OPEN, INSIDE } from "../../fills/ledger.ts";
import { nativeOrders } from "./native-orders.ts";
import { leavesAtClose, leavesInside } from "../../fills/play-bars.ts";
import { fillWhole } from "../../broker/fill-whole.ts";
import type { Market } from "../../broker/market.ts";
import type { PlacedOrder } from "../../broker/placed-order.ts";
import {
  closeAtEnd,
  endOrder,
  forgetPosition,
  openPositionBook,
  type PositionBook,
  settleOrder,
  watchStops,
} from "../../broker/position-book.ts";
import { positionBroker } from "../../broker/position-broker.ts";
import { fillClosing, fillSized } from "./fill-sized.ts";
import { type FillTime, followPrice, priceAt } from "./reached-price.ts";

/**
 * The market of the profile `native`. A bar goes on in this order: at the open, dividends and borrow costs, then market
 * orders and those that the gap has reached; the position's own holding limit and stops; inside the bar, orders whose price
 * it reaches; at the close, orders for the close, holding limit and ruin. Orders of one moment are filled in the order in
 * which they were placed.
 */
export function nativeMarket(account: Account, bars: Bars): Market {
  const book = openPositionBook(account, bars, nativeOrders);
  const { player } = book;
  const { fillAtClose } = account.rules;
  return {
    broker: positionBroker(book),
    get hasEnded() {
      return player.ended;
    },
    playBar(bar) {
      book.bar = bar;
      if (player.carries) carryInto(account, bars, bar);
      fillWaiting(book, AT_OPEN);
      if (account.units !== 0 && leavesInside(player, bar)) forgetPosition(book);
      fillWaiting(book, INSIDE);
      fillWaiting(book, AT_CLOSE);
      if (account.units !== 0 && leavesAtClose(player, bar)) forgetPosition(book);
      if (book.waiting.length > 0) passBar(book);
    },
    endBar() {
      if (fillAtClose) fillWaiting(book, AT_CLOSE);
    },
    finish: () => closeAtEnd(book),
  };
}

/** Fills the orders that have a price at this moment of the book's bar. */
function fillWaiting(book: PositionBook, moment: FillTime): void {
  for (const order of book.waiting) {
    if (order.firstBar > book.bar) continue;
    const price = priceAt(moment, order, book.player.bars, book.bar);
    if (price !== null) fill(book, order, price, moment);
  }
}

/** Lets the orders that wait on follow the price, and ends those that have waited long enough. */
function passBar(book: PositionBook): void {
  const { bar, player } = book;
  for (const order of book.waiting) {
    followPrice(order, player.bars, bar);
    if (player.ended) endOrder(book, order, "cancelled");
    else if (bar >= order.lastBar) endOrder(book, order, "expired");
  }
}

function fill(book: PositionBook, order: PlacedOrder, rawPrice: number, moment: FillTime): void {
  const { account, orders } = book.player;
  const hasEntered = settleOrder(book, order, moment, () => {
    if (order.closes > 0) fillClosing(account, order, rawPrice);
    else if (hasSize(order)) fillSized(account, order, rawPrice);
    else fillWhole(orders, account, order, rawPrice);
  });
  if (hasEntered) watchEntry(book, order);
}

function hasSize({ request }: PlacedOrder): boolean {
  return request.units !== undefined || request.cash !== undefined || request.fraction !== undefined;
}

/** The brackets of the order hold for the whole position from now on. */
function watchEntry(book: PositionBook, { request }: PlacedOrder): void {
  const { brackets } = book;
  book.brackets = {
    stopLoss: request.stopLoss ?? brackets.stopLoss,
    takeProfit: request.takeProfit ?? brackets.takeProfit,
    trailing: request.trailingStop ?? brackets.trailing,
  };
  watchStops(book);
}
