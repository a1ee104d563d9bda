import type { Bars } from "../../engine/bars.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { underwater } from "../../engine/metrics/series/risk/drawdown.ts";
import type {
  CashFlowJson,
  EquityJson,
  FactorJson,
  OrderJson,
  RejectionJson,
  TradeJson,
} from "../schemas/cell-listing-schema.ts";

/** Every round trip of a cell in the order of the exits; one that is open at the end has no reason and no exit fee. */
export function tradeRows({ trades }: BacktestResult): readonly TradeJson[] {
  let total = 0;
  return trades.map((trade) => {
    total += trade.pnl;
    return {
      symbol: trade.symbol,
      side: trade.side,
      open: trade.open,
      entry_bar: trade.entryBar,
      entry_time: instant(trade.entryTime),
      entry_price: trade.entryPrice,
      exit_bar: trade.exitBar,
      exit_time: instant(trade.exitTime),
      exit_price: trade.exitPrice,
      units: trade.units,
      entry_fee: trade.entryFee,
      exit_fee: trade.exitFee,
      dividends: trade.dividends,
      borrow_cost: trade.borrowCost,
      pnl: trade.pnl,
      cumulative_pnl: total,
      gross_pnl: trade.grossPnl,
      return: trade.returnPct,
      mae: trade.mae,
      mfe: trade.mfe,
      reason: trade.open ? null : trade.reason,
    };
  });
}

/** The account at the close of every bar. */
export function equityRows(
  { time, equity, grossEquity, position }: BacktestResult,
  bars: readonly Bars[],
  initialCapital: number,
): readonly EquityJson[] {
  const drops = underwater(equity, initialCapital);
  const close = bars.length === 1 ? bars[0]?.close : undefined;
  return Array.from(time, (at, bar) => {
    const value = defined(equity[bar]);
    const units = defined(position[bar]);
    // Without a position the price does not matter, not even one that is missing.
    const held =
      close === undefined || units === null ? null : units === 0 ? 0 : defined(units * (close[bar] ?? Number.NaN));
    const drop = defined(drops[bar]);
    return {
      bar,
      time: instant(at),
      equity: value,
      gross_equity: defined(grossEquity[bar]),
      cash: held === null || value === null ? null : value - held,
      position_value: held,
      position: units,
      drawdown: drop === null ? null : Math.abs(drop),
    };
  });
}

/** Every fill in its order, with what was held after it. */
export function orderRows({ orders }: BacktestResult): readonly OrderJson[] {
  return orders.map(({ symbol, bar, time, moment, side, units, price, rawPrice, fee, position, cash, reason }) => ({
    symbol,
    bar,
    time: instant(time),
    moment,
    side,
    units,
    price,
    raw_price: rawPrice,
    fee,
    position,
    cash,
    reason,
  }));
}

/** Dividends and borrow costs; what was paid is below 0. */
export function cashFlowRows({ cashFlows }: BacktestResult): readonly CashFlowJson[] {
  return cashFlows.map(({ symbol, bar, time, kind, units, amount }) => ({
    symbol,
    bar,
    time: instant(time),
    kind,
    units,
    amount,
  }));
}

/** Orders that were not filled, or not in full, with the reason. */
export function rejectionRows({ rejections, time }: BacktestResult): readonly RejectionJson[] {
  return rejections.map(({ symbol, bar, order, reason }) => ({
    symbol,
    bar,
    time: instant(time[bar] ?? Number.NaN),
    order,
    reason,
  }));
}

/** The information coefficients of a strategy's scores, date by date; null without scores. */
export function factorRows({ factor }: BacktestResult): readonly FactorJson[] | null {
  if (factor === undefined) return null;
  return Array.from(factor.time, (at, index) => ({
    time: instant(at),
    ic: defined(factor.ic[index]),
    rank_ic: defined(factor.rankIc[index]),
  }));
}

/** `2020-04-17T00:00:00.000Z` */
function instant(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function defined(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
