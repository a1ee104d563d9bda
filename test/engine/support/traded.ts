import type { Broker } from "../../../src/engine/broker/broker.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { acting } from "./acting.ts";
import { barsOf, settingsOf } from "./sample-bars.ts";

type Rows = Parameters<typeof barsOf>[0];

/** What is done at the closes of some bars, by index. */
export type Acts = Readonly<Record<number, (broker: Broker) => void>>;

/** What an account of 10,000 does on these bars when a strategy acts at the closes of some of them. */
export function traded(rows: Rows, acts: Acts, changes: Parameters<typeof settingsOf>[0] = {}, params = {}) {
  const { orders, trades, rejections, equity } = runBacktest({
    strategy: acting((bar, broker) => acts[bar]?.(broker)),
    bars: [barsOf(rows)],
    settings: settingsOf(changes),
    params,
  });
  const fills = orders.map(({ bar, moment, side, units, price }) => [bar, moment, side, units, price]);
  const refused = rejections.map(({ bar, order, reason }) => ({ bar, order, reason }));
  return { fills, trades, rejections: refused, reasons: trades.map(({ reason }) => reason), equity: [...equity] };
}

/** A bar at which nothing happens. */
export const FLAT = [100, 100, 100, 100] as const;
