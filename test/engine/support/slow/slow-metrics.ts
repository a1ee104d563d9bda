import type { BacktestResult } from "../../../../src/engine/backtest.ts";

const DAY_MS = 86_400_000;

/** The metrics told from curves and trades by their definitions, two passes and all; NaN or ±Infinity where undefined. */
export function slowMetrics(
  result: BacktestResult,
  initialCapital: number,
  barsPerYear: number,
): Record<string, number> {
  const equity = [...result.equity];
  const before = [initialCapital, ...equity.slice(0, -1)];
  const returns = equity.map((value, bar) => ((before[bar] ?? 0) > 0 ? value / (before[bar] ?? 0) - 1 : 0));
  const n = returns.length;
  const mean = sum(returns) / n;
  const moment = (power: number): number => sum(returns.map((r) => (r - mean) ** power)) / n;
  const deviation = Math.sqrt((moment(2) * n) / (n - 1));
  const downside = Math.sqrt(sum(returns.map((r) => Math.min(r, 0) ** 2)) / n);
  const years = ((result.time.at(-1) ?? 0) - (result.time[0] ?? 0)) / (365.25 * DAY_MS);
  const growth = (curve: readonly number[]): number => ((curve.at(-1) ?? 0) / initialCapital) ** (1 / years) - 1;
  const drawdowns = equity.map((value, bar) => 1 - value / Math.max(initialCapital, ...equity.slice(0, bar + 1)));
  const closed = result.trades.filter((trade) => !trade.open);
  const pnls = closed.map((trade) => trade.pnl);
  const chargesOf = (trades: BacktestResult["trades"]): number =>
    sum(trades.map((trade) => trade.entryFee + trade.exitFee + trade.borrowCost));
  const cagr = growth(equity);
  const grossCagr = growth([...result.grossEquity]);
  const maxDrawdown = Math.max(0, ...drawdowns);
  return {
    total_return: (equity.at(-1) ?? 0) / initialCapital - 1,
    cagr,
    sharpe: (mean / deviation) * Math.sqrt(barsPerYear),
    sortino: (mean / downside) * Math.sqrt(barsPerYear),
    calmar: cagr / maxDrawdown,
    volatility: deviation * Math.sqrt(barsPerYear),
    max_drawdown: maxDrawdown,
    max_drawdown_bars: Math.max(...runLengths(drawdowns.map((fall) => fall > 0))),
    win_rate: pnls.filter((pnl) => pnl > 0).length / closed.length,
    profit_factor: sum(pnls.filter((pnl) => pnl > 0)) / -sum(pnls.filter((pnl) => pnl < 0)),
    expectancy: sum(pnls) / closed.length,
    total_trades: result.trades.length,
    open_trades: result.trades.length - closed.length,
    avg_duration: sum(closed.map((trade) => trade.exitTime - trade.entryTime)) / DAY_MS / closed.length,
    total_fees: chargesOf(result.trades),
    fee_per_trade: chargesOf(closed) / closed.length,
    cost_drag_bps: (grossCagr - cagr) * 10_000,
    gross_total_return: (result.grossEquity.at(-1) ?? 0) / initialCapital - 1,
    gross_cagr: grossCagr,
    exposure: result.position.filter((units) => units !== 0).length / n,
    turnover:
      sum(result.trades.map((trade) => trade.units * (trade.entryPrice + (trade.open ? 0 : trade.exitPrice)))) /
      (2 * (sum(equity) / n)) /
      years,
    skew: moment(3) / moment(2) ** 1.5,
    kurtosis: moment(4) / moment(2) ** 2,
    final_equity: equity.at(-1) ?? Number.NaN,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function runLengths(flags: readonly boolean[]): readonly number[] {
  let length = 0;
  return flags.map((flag) => (length = flag ? length + 1 : 0));
}
