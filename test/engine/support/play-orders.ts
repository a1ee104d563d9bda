import type { BacktestResult } from "../../../src/engine/backtest.ts";
import type { Broker } from "../../../src/engine/broker/broker.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { ExecutionModel } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { acting } from "./acting.ts";
import { barsOf, settingsOf } from "./sample-bars.ts";

/** Open, high, low, close. */
export type Row = readonly [number, number, number, number];

export const FLAT: Row = [100, 101, 99, 100];

interface Play {
  readonly rows: readonly Row[];
  /** What the strategy does at the close of which bar. */
  readonly at: Readonly<Record<number, (broker: Broker) => void>>;
  readonly execution?: Partial<ExecutionModel>;
  readonly costs?: NonNullable<Parameters<typeof settingsOf>[0]>["costs"];
  readonly params?: Readonly<Record<string, number>>;
}

/** What the profile backtesting.py makes of a few bars and orders, with 10,000 to begin with. */
export function play({ rows, at, execution, costs = {}, params = {} }: Play): BacktestResult {
  return runBacktest({
    strategy: acting((bar, broker) => at[bar]?.(broker)),
    bars: [barsOf(rows)],
    settings: settingsOf({
      initialCapital: 10_000,
      costs,
      execution: { ...PROFILE_EXECUTION["backtesting.py"], direction: "both", closeAtEnd: false, ...execution },
    }),
    params,
  });
}

/** Fills as text. */
export const fills = ({ orders }: BacktestResult): readonly string[] =>
  orders.map(({ bar, moment, side, units, price }) => `${bar} ${moment}: ${side} ${units} at ${price}`);

/** Trades as text. */
export const roundTrips = ({ trades }: BacktestResult): readonly string[] =>
  trades.map(
    ({ entryBar, exitBar, side, units, entryPrice, exitPrice, open }) =>
      `${side} ${units}: ${entryBar} at ${entryPrice}, ${open ? "open" : `${exitBar} at ${exitPrice}`}`,
  );

/** The only one of a list that must have one. */
export function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`${items.length} instead of one`);
  return item;
}
