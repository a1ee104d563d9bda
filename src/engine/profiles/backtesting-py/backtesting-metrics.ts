import { riskFreeRateOf } from "../../risk-free-rate.ts";
import { annualScale } from "../../../core/metrics/annual-scale.ts";
import { calmarOf } from "../../../core/metrics/calmar.ts";
import { compounded } from "../../../core/metrics/growth.ts";
import { measured, unmeasured } from "../../../core/metrics/measured.ts";
import { profitFactorOf } from "../../../core/metrics/profit-factor.ts";
import { sharpeOf } from "../../../core/metrics/sharpe.ts";
import { sortinoOf } from "../../../core/metrics/sortino.ts";
import { isZeroDeviation } from "../../../core/numbers/moments.ts";
import { fillBar } from "../../fills/ledger.ts";
import { netPnl } from "../../trades/round-trip.ts";
import { walkTrades } from "../../trades/walk-trades.ts";
import { curveSums } from "../../metrics/accumulators/curve-sums.ts";
import type { EquitySums } from "../../metrics/accumulators/equity-sums.ts";
import { ledgerEquity } from "../../metrics/accumulators/ledger-equity.ts";
import { type MetricRow, setMeasured, setMetric } from "../../metrics/metric-row.ts";
import type { LedgerCell } from "../execution-profile.ts";

/**
 * The metrics that backtesting.py defines in its own way, over the n − 1 returns after the first bar, or day (up to
 * the ruin of the account, if it comes): growth by the
 * geometric mean g of the returns, volatility of compounded returns √((σ² + (1+g)²)^A − (1+g)^(2A)), Sharpe and Sortino
 * on that annual growth above the risk-free rate, Calmar on all of it, the profit factor on the returns of the trades, exposure with the bar of the exit.
 */
export function setBacktestingMetrics(cell: LedgerCell, equity: EquitySums, row: MetricRow): void {
  const { settings } = cell;
  const { perYear } = cell.sampling;
  const isRuined = equity.equity <= 0;
  const { start, count, sums } = laterReturns(cell, equity, isRuined);
  const mean = isRuined ? 0 : compounded(equity.equity / start, 1 / count);
  const growth = compounded(1 + mean, perYear);
  const excess = growth - riskFreeRateOf(settings);
  const variance = (sums.s2 - sums.s1 ** 2 / count) / (count - 1);
  const volatility = Math.sqrt(Math.max(0, (variance + (1 + mean) ** 2) ** perYear - (1 + mean) ** (2 * perYear)));
  const downside = Math.sqrt(sums.downside / count);
  const isFlat = isZeroDeviation(Math.sqrt(Math.max(0, variance)), mean);
  const isLossless = isZeroDeviation(downside, mean);
  const annual = { count, excess, perYear: 1 };
  const annualDownside = downside * annualScale(perYear);
  const tooFew = count < 2 ? "too_few_bars" : null;
  setMetric(row, "volatility", volatility, tooFew);
  setMeasured(row, "sharpe", sharpeOf({ ...annual, risk: volatility, isRiskless: isFlat }));
  setMeasured(row, "sortino", sortinoOf({ ...annual, risk: annualDownside, isRiskless: isLossless }));
  if (equity.falls !== null) {
    const annualGrowth = tooFew === null ? measured(growth) : unmeasured(tooFew);
    setMeasured(row, "calmar", calmarOf(annualGrowth, equity.falls.maxDrawdown));
  }
  setTradeMetrics(cell, row);
}

interface LaterReturns {
  /** Account value that the first of them is measured against. */
  readonly start: number;
  readonly count: number;
  readonly sums: Pick<EquitySums, "s1" | "s2" | "downside">;
}

/** No order is filled at the first bar, so its return is 0 and can be among the sums; that of the first day is not. */
function laterReturns(
  { ledger, bars, settings: { initialCapital }, sampling }: LedgerCell,
  sums: EquitySums,
  isRuined: boolean,
): LaterReturns {
  const { lastBars } = sampling;
  const lastFill = ledger.bar[ledger.count - 1] ?? 0;
  if (lastBars === null) {
    return { start: initialCapital, count: isRuined ? lastFill : bars.close.length - 1, sums };
  }
  const curve = ledgerEquity(ledger, bars.close, initialCapital, lastBars);
  const start = curve[0] ?? initialCapital;
  const count = isRuined ? lastBars.findIndex((bar) => bar >= lastFill) : lastBars.length - 1;
  return { start, count, sums: curveSums(curve.subarray(1), start).around(0) };
}

function setTradeMetrics({ ledger, bars }: LedgerCell, row: MetricRow): void {
  let won = 0;
  let lost = 0;
  let barsIn = 0;
  let countedTo = 0;
  let closed = 0;
  const overlaps = ledger.matches === null ? null : new Uint8Array(bars.close.length);
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
  if (closed > 0) setMeasured(row, "profit_factor", profitFactorOf(won, lost));
  setMetric(row, "exposure", barsIn / bars.close.length, bars.close.length === 0 ? "too_few_bars" : null);
}
