import type { Bars } from "../bars.ts";
import { fillBar, type Ledger } from "../fills/ledger.ts";
import type { BacktestSettings } from "../settings.ts";
import { netPnl } from "../trades/trade-sums.ts";
import { walkTrades } from "../trades/walk-trades.ts";
import type { EquitySums } from "./equity-sums.ts";
import { type MetricRow, setMetric } from "./metric-row.ts";

interface LedgerCell {
  readonly ledger: Ledger;
  readonly bars: Bars;
  readonly settings: BacktestSettings;
}

/**
 * The metrics that backtesting.py defines in its own way, over the n − 1 returns after the first bar (up to
 * the ruin of the account, if it comes): growth by the
 * geometric mean g of the returns, volatility of compounded returns √((σ² + (1+g)²)^A − (1+g)^(2A)), Sharpe, Sortino
 * and Calmar on that annual growth, the profit factor on the returns of the trades, exposure with the bar of the exit.
 */
export function setBacktestingMetrics(cell: LedgerCell, equity: EquitySums, row: MetricRow): void {
  const { ledger, bars, settings } = cell;
  const perYear = settings.barsPerYear;
  const isRuined = equity.equity <= 0;
  const count = isRuined ? (ledger.bar[ledger.count - 1] ?? 0) : bars.close.length - 1;
  const tooFew = count < 2 ? "too_few_bars" : null;
  const mean = isRuined ? 0 : (equity.equity / settings.initialCapital) ** (1 / count) - 1;
  const growth = (1 + mean) ** perYear - 1;
  const variance = (equity.s2 - equity.s1 ** 2 / count) / (count - 1);
  const volatility = Math.sqrt(Math.max(0, (variance + (1 + mean) ** 2) ** perYear - (1 + mean) ** (2 * perYear)));
  const downside = Math.sqrt(equity.downside / count) * Math.sqrt(perYear);
  setMetric(row, "volatility", volatility, tooFew);
  setMetric(row, "sharpe", growth / volatility, tooFew ?? (volatility === 0 ? "zero_variance" : null));
  setMetric(row, "sortino", growth / downside, tooFew ?? (downside === 0 ? "zero_variance" : null));
  setMetric(row, "calmar", growth / equity.maxDrawdown, tooFew ?? (equity.maxDrawdown === 0 ? "zero_drawdown" : null));
  setTradeMetrics(cell, row);
}

function setTradeMetrics({ ledger, bars }: LedgerCell, row: MetricRow): void {
  let won = 0;
  let lost = 0;
  let barsIn = 0;
  let countedTo = 0;
  let closed = 0;
  const overlaps = ledger.pairs === null ? null : new Uint8Array(bars.close.length);
  walkTrades(
    ledger,
    (trade) => {
      const exitBar = fillBar(ledger, trade.exitRow);
      const gain = netPnl(trade, ledger.price[trade.exitRow] ?? Number.NaN) / (trade.units * trade.entryPrice);
      if (gain > 0) won += gain;
      else lost -= gain;
      closed++;
      overlaps?.fill(1, trade.entryBar, Math.max(trade.entryBar, exitBar + 1));
      barsIn += Math.max(0, exitBar + 1 - Math.max(trade.entryBar, countedTo));
      countedTo = exitBar + 1;
    },
    () => {},
  );
  if (overlaps !== null) barsIn = overlaps.reduce((held, inTrade) => held + inTrade, 0);
  if (closed > 0) setMetric(row, "profit_factor", won / lost, lost === 0 ? "no_losing_trades" : null);
  setMetric(row, "exposure", barsIn / bars.close.length, bars.close.length === 0 ? "too_few_bars" : null);
}
