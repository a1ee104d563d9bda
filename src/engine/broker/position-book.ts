import type { Bars } from "../bars.ts";
import type { Account } from "../fills/account.ts";
import type { Side } from "../fills/side.ts";
import { hasCarry } from "../fills/carry.ts";
import { settleDelisting } from "../fills/settle-delisting.ts";
import { AT_CLOSE } from "../fills/ledger.ts";
import type { OrderRules } from "../orders/order-rules.ts";
import { type Player, signalFills } from "../fills/play-bars.ts";
import { type StopDistances, watchFrom } from "../fills/stops.ts";
import type { OpenTrade, OrderRequest, OrderState } from "./broker.ts";
import { isMarketOrder, type PlacedOrder } from "./placed-order.ts";

/** An account that holds one position at a time, and the orders that wait for it. */
export interface PositionBook {
  readonly player: Player;
  /** The bar that is played, or has closed. */
  bar: number;
  /** In the order in which they were placed. Replaced, never changed. */
  waiting: readonly PlacedOrder[];
  /** Average price of what is held, slippage and spread included. */
  entryPrice: number;
  /** Prices and a distance that override the cell's for the position that is held; null where none was set. */
  brackets: Brackets;
  /** The view of the position that strategies are shown, made when they ask for it. */
  trade: OpenTrade | null;
}

export interface Brackets {
  readonly stopLoss: number | null;
  readonly takeProfit: number | null;
  readonly trailing: number | null;
}

const NO_BRACKETS: Brackets = { stopLoss: null, takeProfit: null, trailing: null };
const NO_STOPS: StopDistances = {
  stopLoss: Number.POSITIVE_INFINITY,
  takeProfit: Number.POSITIVE_INFINITY,
  trailing: Number.POSITIVE_INFINITY,
};

export function openPositionBook(account: Account, bars: Bars, orders: OrderRules): PositionBook {
  const { rules } = account;
  const carries = hasCarry(rules, bars, rules.direction !== "long");
  return {
    player: {
      account,
      bars,
      ...signalFills(rules, bars),
      orders,
      carries,
      nextBar: 0,
      watch: null,
      leftAt: -1,
      ended: false,
    },
    bar: 0,
    waiting: [],
    entryPrice: Number.NaN,
    brackets: NO_BRACKETS,
    trade: null,
  };
}

/**
 * Takes an order that is given at the close of the book's bar, with a copy of its request.
 * Fills at the close are for market orders alone: what waits for a price, or for a close, meets the next bar first.
 */
export function placeOrder(book: PositionBook, sign: Side, request: OrderRequest, closes = 0): PlacedOrder {
  const { account, bars } = book.player;
  const { delay } = account.rules;
  const firstBar = book.bar + (isMarketOrder(request) ? delay : Math.max(1, delay));
  const order: PlacedOrder = {
    side: sign > 0 ? "buy" : "sell",
    request: { ...request },
    placedAt: book.bar,
    state: "waiting",
    isContingent: false,
    sign,
    closes,
    firstBar,
    lastBar: firstBar + (request.goodFor ?? Number.POSITIVE_INFINITY) - 1,
    isLimit: request.limit !== undefined && request.stop === undefined,
    best: bars.close[book.bar] ?? Number.NaN,
  };
  book.waiting = [...book.waiting, order];
  return order;
}

/** Ends the waiting of an order. */
export function endOrder(book: PositionBook, order: PlacedOrder, state: OrderState): void {
  order.state = state;
  book.waiting = book.waiting.filter((other) => other !== order);
}

/**
 * Lets `trade` fill an order that has a price now, and notes what came of it.
 *
 * @param moment AT_OPEN, INSIDE or AT_CLOSE
 * @returns whether it opened a position or added to one
 */
export function settleOrder(book: PositionBook, order: PlacedOrder, moment: number, trade: () => void): boolean {
  const { account } = book.player;
  const { ledger, units: before, order: fill } = account;
  const fills = ledger.count;
  const rejections = ledger.rejections.length;
  fill.bar = book.bar;
  fill.givenAt = order.placedAt;
  fill.moment = moment;
  fill.isLimit = order.isLimit;
  trade();
  fill.isLimit = false;
  if (ledger.count === fills) {
    endOrder(book, order, ledger.rejections.length > rejections ? "rejected" : "cancelled");
    return false;
  }
  endOrder(book, order, "filled");
  noteFill(book, before);
  return account.units * order.sign > 0;
}

/** Forgets all that belonged to a position that was left. */
export function forgetPosition(book: PositionBook): void {
  book.trade = null;
  book.brackets = NO_BRACKETS;
  book.player.watch = null;
}

/** After a fill that held `before` units until then: averages the entry price, and forgets a position that was left. */
function noteFill(book: PositionBook, before: number): void {
  const { units, order } = book.player.account;
  if (before * units <= 0) {
    forgetPosition(book);
    book.entryPrice = order.price;
  } else if (Math.abs(units) > Math.abs(before)) {
    book.entryPrice += ((order.price - book.entryPrice) * (units - before)) / units;
  }
}

/** Measures the stops from the entry price, and lets the brackets override them. The best price stays. */
export function watchStops(book: PositionBook): void {
  const { player, brackets, entryPrice } = book;
  const { rules, units } = player.account;
  const fresh = watchFrom(rules.stops ?? NO_STOPS, units > 0 ? 1 : -1, entryPrice);
  player.watch = {
    ...fresh,
    stopLoss: brackets.stopLoss ?? fresh.stopLoss,
    takeProfit: brackets.takeProfit ?? fresh.takeProfit,
    trailing: brackets.trailing ?? fresh.trailing,
    best: player.watch?.best ?? fresh.best,
  };
}

/** After the last bar. */
export function closeAtEnd({ player: { account, bars, orders } }: PositionBook): void {
  settleDelisting(account, bars);
  if (!account.rules.closeAtEnd || account.units === 0) return;
  const last = bars.close.length - 1;
  account.order.moment = AT_CLOSE;
  orders.leave(account, last, bars.close[last] ?? Number.NaN, "end");
}
