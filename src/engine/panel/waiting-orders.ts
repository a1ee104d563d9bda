import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { PanelBook } from "./panel-book.ts";
import type { Panel } from "./panel.ts";

/** Longer than the longest holiday of an exchange, weekends included. */
const LONGEST_WAIT_MS = 11 * DAY_MS;
/** Bars of a week or a month: two of them may be missing. */
const LONGEST_WAIT_BARS = 3;

/** What an order of a rebalance waits for: a bar of its symbol, or the money of sales that wait themselves. */
type WaitsFor = "bar" | "cash";

export interface WaitingOrder {
  /** Share of the equity that the symbol is to have. */
  readonly weight: number;
  /** Bar at which it was due. */
  readonly since: number;
  readonly waitsFor: WaitsFor;
}

/** Orders of the last rebalance that are not filled yet, one place per symbol of the panel. */
export interface WaitingOrders {
  readonly orders: (WaitingOrder | null)[];
  readonly limitMs: number;
}

export function noOrders(panel: Panel): WaitingOrders {
  return { orders: panel.symbols.map(() => null), limitMs: Math.max(LONGEST_WAIT_MS, LONGEST_WAIT_BARS * step(panel)) };
}

/** The usual distance between two bars. */
function step({ time }: Panel): number {
  const steps = time.subarray(1).map((at, index) => at - (time[index] ?? at));
  return steps.sort()[steps.length >> 1] ?? 0;
}

/** Every symbol has a new aim: what still waited for an old one is of no use any more. */
export function giveOrders({ orders }: WaitingOrders, weights: Float64Array, since: number): void {
  for (const [asset, weight] of weights.entries()) orders[asset] = { weight, since, waitsFor: "bar" };
}

/** Refuses what waited too long; of all that waits when `isLast`, since no bar can come any more. */
export function expireOrders(book: PanelBook, waiting: WaitingOrders, bar: number, isLast: boolean): void {
  const { time } = book.panel;
  for (const [asset, order] of waiting.orders.entries()) {
    if (order === null) continue;
    const waitedMs = (time[bar] ?? 0) - (time[order.since] ?? 0);
    if (waitedMs <= waiting.limitMs && !isLast) continue;
    waiting.orders[asset] = null;
    refuse(book, asset, order);
  }
}

/** Trading has ended: nothing is wanted any more. */
export function dropOrders({ orders }: WaitingOrders): void {
  orders.fill(null);
}

function refuse({ accounts }: PanelBook, asset: number, { weight, since, waitsFor }: WaitingOrder): void {
  const account = accounts[asset];
  if (account === undefined || (weight === 0 && account.units === 0)) return;
  const order = weight === 0 || Math.sign(weight) * account.units < 0 ? "exit" : "entry";
  account.ledger.rejections.push({ bar: since, order, reason: waitsFor === "bar" ? "no_price" : "no_cash" });
}

/**
 * Symbols whose order can be filled at these prices. What waits for cash is tried again when a sale that was waited for
 * may have brought some.
 */
export function readyOrders({ orders }: WaitingOrders, prices: readonly number[]): readonly number[] {
  const hasPrice = (asset: number): boolean => !Number.isNaN(prices[asset] ?? Number.NaN);
  const isReady = (order: WaitingOrder | null, asset: number): boolean => order !== null && hasPrice(asset);
  const isNews = orders.some((order, asset) => order?.waitsFor === "bar" && hasPrice(asset));
  return isNews ? [...orders.keys()].filter((asset) => isReady(orders[asset] ?? null, asset)) : [];
}

/** Whether a sale waits for a bar: money is still to come. @param shareOf what a symbol has of the equity */
export function hasWaitingSale(
  { orders }: WaitingOrders,
  { accounts }: PanelBook,
  shareOf: (asset: number) => number,
): boolean {
  return orders.some((order, asset) => {
    const units = accounts[asset]?.units ?? 0;
    return order?.waitsFor === "bar" && units > 0 && order.weight < shareOf(asset);
  });
}
