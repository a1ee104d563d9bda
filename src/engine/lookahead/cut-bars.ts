import type { Bars } from "../bars.ts";

/** The bars from…to−1 as copies, so that nothing reaches beyond them through a shared buffer. */
export function cutBars(bars: Bars, from: number, to: number): Bars {
  return {
    symbol: bars.symbol,
    time: bars.time.slice(from, to),
    open: bars.open.slice(from, to),
    high: bars.high.slice(from, to),
    low: bars.low.slice(from, to),
    close: bars.close.slice(from, to),
    volume: bars.volume.slice(from, to),
  };
}
