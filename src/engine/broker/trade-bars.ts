import type { Market } from "./market.ts";

/** Lets a strategy speak at the close of every bar, until the data or the account end. */
export function tradeBars(market: Market, barCount: number, onBar: (bar: number) => void): void {
  for (let bar = 0; bar < barCount; bar++) {
    market.playBar(bar);
    if (market.hasEnded) return;
    if (bar < market.firstBar) continue;
    onBar(bar);
    market.endBar(bar);
  }
  market.finish();
}
