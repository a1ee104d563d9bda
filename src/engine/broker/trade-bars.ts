import type { Market } from "./market.ts";

export interface PlayedBars {
  /** The first at whose close the strategy is asked. */
  readonly firstBar: number;
  readonly barCount: number;
}

/** Lets a strategy speak at the close of every bar, until the data or the account end. */
export function tradeBars(market: Market, { firstBar, barCount }: PlayedBars, onBar: (bar: number) => void): void {
  for (let bar = 0; bar < barCount; bar++) {
    market.playBar(bar);
    if (market.hasEnded) return;
    if (bar < firstBar) continue;
    onBar(bar);
    market.endBar(bar);
  }
  market.finish();
}
