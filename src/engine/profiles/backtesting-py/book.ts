import type { Bars } from "../../bars.ts";
import type { Account } from "../../fills/account.ts";
import type { Side } from "../../fills/side.ts";
import type { FillMatches } from "../../fills/ledger.ts";
import type { ExitReason } from "../../trade.ts";
import type { OpenTrade, Order, OrderState } from "../../broker/broker.ts";

/** An account as backtesting.py keeps it: trades side by side, and one queue for all orders. */
export interface Book {
  readonly account: Account;
  readonly bars: Bars;
  /** Of the account's ledger. */
  readonly matches: FillMatches;
  /** Index of the bar that is being played, or was last. */
  bar: number;
  /** Orders that wait, in the order in which they are looked at. */
  readonly queue: QueuedOrder[];
  /** Oldest first. */
  readonly trades: HeldTrade[];
}

export type QueuedOrder = EntryOrder | ExitOrder;

interface WaitingOrder extends Order {
  state: OrderState;
  readonly direction: Side;
  readonly limit: number | null;
  /** Null for none, and from the moment on at which it was touched. */
  stop: number | null;
}

/** Closes what stands against it, unless trades are hedged, and opens a trade with the rest. */
export interface EntryOrder extends WaitingOrder {
  readonly kind: "entry";
  /** Whole lots; null for a share of the money. */
  readonly units: number | null;
  /** Of the money that is free, above 0 and below 1; read where `units` is null. */
  readonly share: number;
  readonly bracket: Bracket;
}

/** Where a new trade is to be left; null for nowhere. */
export interface Bracket {
  readonly stopLoss: number | null;
  readonly takeProfit: number | null;
  /** Distance to the best price, as a fraction; 0 for none. */
  readonly trailing: number;
  /** The best price to begin with. */
  readonly basis: number;
}

/** Closes one trade, or a part of it. */
export interface ExitOrder extends WaitingOrder {
  readonly kind: "exit";
  readonly trade: HeldTrade;
  /** Whole lots, above 0; null for all that is left of the trade. */
  readonly units: number | null;
  reason: ExitReason;
  /** A stop, a target, or the end of the trade's holding time. Filled at the open at the earliest. */
  readonly isContingent: boolean;
}

export interface HeldTrade extends OpenTrade {
  readonly direction: Side;
  /** Without sign, whole lots. */
  size: number;
  /** Row of the entry in the ledger. */
  readonly entryRow: number;
  stop: ExitOrder | null;
  target: ExitOrder | null;
  /** Distance of the trailing stop to `best`, as a fraction; 0 for none. */
  trailing: number;
  best: number;
}

export function createBook(account: Account, bars: Bars): Book {
  const matches: FillMatches = { entryRow: [], unitsLeft: [], entryFee: [] };
  account.ledger.matches = matches;
  return { account, bars, matches, bar: 0, queue: [], trades: [] };
}

export function lastClose({ bars, bar }: Book): number {
  return bars.close[bar] ?? Number.NaN;
}

export function equityOf(book: Book): number {
  return book.account.cash + book.account.units * lastClose(book);
}

/**
 * What new trades may cost, before leverage: equity less the margin of what is held, at the close of the bar, which
 * backtesting.py knows before it fills the orders of the bar; 0 or more. Added up in its order, since whole units
 * hang on the last digit.
 */
export function freeMoney(book: Book): number {
  const { account, trades } = book;
  const close = lastClose(book);
  let cost = 0;
  let margin = 0;
  for (const { units, size, entryPrice } of trades) {
    cost += units * entryPrice;
    margin += (size * close) / account.rules.leverage;
  }
  return Math.max(0, account.settled + (close * account.units - cost) - margin);
}
