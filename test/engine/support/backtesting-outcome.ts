import type { BacktestResult } from "../../../src/engine/backtest.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { sqn } from "../../../src/engine/metrics/series/reward/sqn.ts";
import type { Trade } from "../../../src/engine/trade.ts";
import { expectSameFigures, expectSameTrades, recordsOf, type TradeFigures } from "./golden-trades.ts";

/** What `bench/peers/backtesting_outcome.py` keeps of a run. */
export interface BacktestingOutcome {
  readonly trades: Readonly<Record<string, readonly number[]>>;
  /** By the name of our metric. Null is no finite number. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** Fails with the first trade, or the first statistic, that is not backtesting.py's. */
export function expectSameOutcome(result: BacktestResult, expected: BacktestingOutcome, bars: Bars): void {
  const closed = result.trades.filter((trade) => !trade.open);
  expectSameTrades(closed.map(figuresOf), recordsOf(expected.trades), bars);
  const { total_trades: all, open_trades: open, ...metrics } = result.metrics;
  const sqnOfTrades = sqn(Float64Array.from(closed, ({ pnl }) => pnl)).value;
  expectSameFigures({ ...metrics, closed_trades: (all ?? 0) - (open ?? 0), sqn: sqnOfTrades }, expected.figures);
}

function figuresOf(trade: Trade): TradeFigures {
  return {
    size: trade.side === "long" ? trade.units : -trade.units,
    entry_bar: trade.entryBar,
    exit_bar: trade.exitBar,
    entry_price: trade.entryPrice,
    exit_price: trade.exitPrice,
    commission: trade.entryFee + trade.exitFee,
    pnl: trade.pnl,
  };
}
