import type { Trade } from "../trade.ts";

/** The beginning or the end of a round trip. */
export interface TradeLeg {
  readonly symbol: string;
  /** Milliseconds UTC. */
  readonly time: number;
  readonly side: "buy" | "sell";
  /** Above 0. */
  readonly units: number;
  readonly price: number;
  /** Of the round trip; null of its beginning. */
  readonly pnl: number | null;
  /** Of all that have ended by then. */
  readonly cumulativePnl: number;
  readonly reason: string;
}

/** Two per round trip in the order of time, the entry and the exit; of one that is open at the end, the entry alone. */
export function tradeLegs(trades: readonly Trade[]): readonly TradeLeg[] {
  const legs = trades
    .flatMap((trade) => {
      const { symbol, side, units } = trade;
      const [open, close] = side === "long" ? (["buy", "sell"] as const) : (["sell", "buy"] as const);
      const entry = { symbol, time: trade.entryTime, side: open, units, price: trade.entryPrice };
      const exit = { symbol, time: trade.exitTime, side: close, units, price: trade.exitPrice };
      const opened = { ...entry, pnl: null, reason: "entry" };
      return trade.open ? [opened] : [opened, { ...exit, pnl: trade.pnl, reason: trade.reason }];
    })
    .toSorted((a, b) => a.time - b.time);
  let total = 0;
  return legs.map((leg) => {
    total += leg.pnl ?? 0;
    return { ...leg, cumulativePnl: total };
  });
}
