import type { Book, HeldTrade } from "./book.ts";
import { setStop } from "./order-queue.ts";

/** Takes trailing stops along with the best price of the bar that has just been played; our own, backtesting.py has none. */
export function trailStops(book: Book): void {
  for (const trade of book.trades) {
    if (trade.trailing === 0) continue;
    const best = (trade.direction > 0 ? book.bars.high[book.bar] : book.bars.low[book.bar]) ?? Number.NaN;
    if (trade.direction * (best - trade.best) > 0) trade.best = best;
    tightenStop(book, trade);
  }
}

/** Where the trailing stop is nearer than the stop loss, it takes its place. */
export function tightenStop(book: Book, trade: HeldTrade): void {
  if (trade.trailing === 0) return;
  const level = trade.best * (1 - trade.direction * trade.trailing);
  const current = trade.stop?.stop ?? null;
  if (!(level > 0) || (current !== null && trade.direction * (level - current) <= 0)) return;
  setStop(book, trade, level);
  if (trade.stop !== null) trade.stop.reason = "trailing_stop";
}
