import type { Account } from "../../fills/account.ts";
import { AT_CLOSE_BEFORE, AT_OPEN, INSIDE } from "../../fills/ledger.ts";
import type { Book, QueuedOrder } from "./book.ts";

/** That a bar fills an order, if the money suffices. */
export interface Touch {
  /** The market's price. */
  readonly price: number;
  readonly moment: Account["order"]["moment"];
  /** Neither a limit nor a stop decided the price. */
  readonly isMarket: boolean;
  /** A stop without limit was touched. */
  readonly isStop: boolean;
}

/**
 * Whether, and at which price, the current bar fills an order. A stop that is touched is gone for good: what is left
 * waits as a limit order. A limit that the price passes on its way to the stop of the same order does not count in
 * that bar.
 */
export function touchOrder({ account, bars, bar }: Book, order: QueuedOrder): Touch | null {
  const { limit, stop } = order;
  const open = bars.open[bar] ?? Number.NaN;
  const highest = bars.high[bar] ?? Number.NaN;
  const lowest = bars.low[bar] ?? Number.NaN;
  const isBuy = order.direction > 0;
  if (stop !== null) {
    if (isBuy ? highest < stop : lowest > stop) return null;
    order.stop = null;
  }
  const worse = isBuy ? Math.max : Math.min;
  const better = isBuy ? Math.min : Math.max;
  if (limit !== null) {
    if (isBuy ? lowest > limit : highest < limit) return null;
    if (stop !== null && (isBuy ? limit <= stop : limit >= stop)) return null;
    const price = better(stop ?? open, limit);
    return { price, moment: price === open ? AT_OPEN : INSIDE, isMarket: false, isStop: false };
  }
  const isAtCloseBefore = account.rules.tradeOnClose && !order.isContingent;
  const market = isAtCloseBefore ? (bars.close[bar - 1] ?? Number.NaN) : open;
  if (stop === null) {
    return { price: market, moment: isAtCloseBefore ? AT_CLOSE_BEFORE : AT_OPEN, isMarket: true, isStop: false };
  }
  const price = worse(market, stop);
  return { price, moment: price === open ? AT_OPEN : INSIDE, isMarket: false, isStop: true };
}
