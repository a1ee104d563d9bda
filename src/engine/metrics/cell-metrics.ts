import { ratePerBar } from "../../core/numbers/rate-per-bar.ts";
import type { BacktestSettings } from "../settings.ts";
import { profileOf } from "../profiles/registry.ts";
import type { TradeSums } from "../trades/trade-sums.ts";
import type { EquitySums } from "./accumulators/equity-sums.ts";
import { losslessBecause, type UndefinedReason } from "./metric-catalogue.ts";
import { type MetricRow, setMetric } from "./metric-row.ts";

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;
/** A mean return within it is none. */
const ROUNDING = 1e-12;

/** What the metrics of a cell are computed from. */
export interface TradedCell {
  readonly settings: BacktestSettings;
  /** Of the bars. */
  readonly time: Float64Array;
  readonly sums: EquitySums;
  readonly trades: TradeSums;
  readonly returns: ReturnSums;
}

/** The returns of bars, or of days. */
export interface ReturnSums {
  readonly count: number;
  readonly perYear: number;
  readonly sums: EquitySums;
  /** Walks along the equity again, with moments around `shift`. */
  readonly sumsAround: (shift: number) => EquitySums;
}

/** Fills `row` with every metric of SWEEP_METRICS; the conventions are those of docs/metrics.md. */
export function cellMetrics(cell: TradedCell, row: MetricRow): void {
  setGrowth(cell, row);
  setRisk(cell, row);
  setTrades(cell.trades, row);
}

function yearsOf({ time, settings }: TradedCell): number {
  if (profileOf(settings.execution.profile).conventions.years === "bars") return time.length / settings.barsPerYear;
  return ((time[time.length - 1] ?? 0) - (time[0] ?? 0)) / YEAR_MS;
}

function setGrowth(cell: TradedCell, row: MetricRow): void {
  const { sums: equity, trades } = cell;
  const { initialCapital } = cell.settings;
  const barCount = cell.time.length;
  const years = yearsOf(cell);
  const tooFew = barCount < 2 ? "too_few_bars" : null;
  const grossEquity = equity.equity + trades.costs;
  const cagr = (equity.equity / initialCapital) ** (1 / years) - 1;
  const grossCagr = (grossEquity / initialCapital) ** (1 / years) - 1;
  const noCagr = tooFew ?? (equity.equity <= 0 ? "bankrupt" : null);
  const noGrossCagr = tooFew ?? (grossEquity <= 0 ? "bankrupt" : null);
  setMetric(row, "final_equity", equity.equity);
  setMetric(row, "total_return", equity.equity / initialCapital - 1);
  setMetric(row, "gross_total_return", grossEquity / initialCapital - 1);
  setMetric(row, "cagr", cagr, noCagr);
  setMetric(row, "gross_cagr", grossCagr, noGrossCagr);
  setMetric(row, "cost_drag_bps", (grossCagr - cagr) * 10_000, noCagr ?? noGrossCagr);
  setMetric(row, "max_drawdown", equity.maxDrawdown);
  setMetric(row, "max_drawdown_bars", equity.longestUnderWater);
  const noCalmar = noCagr ?? (isZero(equity.maxDrawdown, 0) ? losslessBecause(cagr, "zero_drawdown") : null);
  setMetric(row, "calmar", cagr / equity.maxDrawdown, noCalmar);
  setMetric(row, "exposure", equity.barsHeld / barCount, barCount === 0 ? "too_few_bars" : null);
  setMetric(row, "turnover", trades.notional / (2 * (equity.equitySum / barCount)) / years, tooFew);
}

function setRisk({ returns, settings: { riskFreeRate = 0 } }: TradedCell, row: MetricRow): void {
  const { count, sums } = returns;
  const perYear = Math.sqrt(returns.perYear);
  const riskFree = riskFreeRate === 0 ? 0 : ratePerBar(riskFreeRate, returns.perYear);
  const { mean, m2, m3, m4 } = moments(returns);
  const deviation = Math.sqrt((m2 * count) / (count - 1));
  const downside = Math.sqrt(sums.downside / count);
  const tooFew = count < 2 ? "too_few_bars" : null;
  const flat = tooFew ?? (isZero(deviation, mean) ? "zero_variance" : null);
  setMetric(row, "volatility", deviation * perYear, tooFew);
  const noSharpe = flat === "zero_variance" && mean - riskFree > ROUNDING ? "steady_gain" : flat;
  const noSortino = tooFew ?? (isZero(downside, mean) ? (mean > ROUNDING ? "no_losing_bars" : "zero_variance") : null);
  setMetric(row, "sharpe", ((mean - riskFree) / deviation) * perYear, noSharpe);
  setMetric(row, "sortino", (mean / downside) * perYear, noSortino);
  setMetric(row, "skew", m3 / m2 ** 1.5, flat);
  setMetric(row, "kurtosis", m4 / m2 ** 2, flat);
}

interface Moments {
  readonly mean: number;
  /** Population central moments. */
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/**
 * Below this share of the second moment the variance has lost digits to cancellation, and the fourth moment
 * twice as many. Only cells with a per-bar Sharpe above 3 get there; they are walked a second time.
 */
const CANCELLED = 0.1;

function moments({ sums, count, sumsAround }: ReturnSums): Moments {
  const first = centralMoments(sums, count, 0);
  if (first.m2 * count > CANCELLED * sums.s2 || sums.s2 === 0) return first;
  const shift = 1 + first.mean - 1;
  return centralMoments(sumsAround(shift), count, shift);
}

function centralMoments(sums: EquitySums, count: number, shift: number): Moments {
  const m = sums.s1 / count;
  const raw2 = sums.s2 / count;
  const raw3 = sums.s3 / count;
  return {
    mean: shift + m,
    m2: Math.max(0, raw2 - m * m),
    m3: raw3 - 3 * m * raw2 + 2 * m ** 3,
    m4: Math.max(0, sums.s4 / count - 4 * m * raw3 + 6 * m * m * raw2 - 3 * m ** 4),
  };
}

/** Zero variance is relative: a constant return of 1 % leaves rounding errors behind. */
function isZero(deviation: number, mean: number): boolean {
  return deviation < 1e-12 * Math.max(1, Math.abs(mean));
}

function setTrades(trades: TradeSums, row: MetricRow): void {
  const { closed, open } = trades;
  const noClosed: UndefinedReason | null = closed > 0 ? null : open > 0 ? "no_closed_trades" : "no_trades";
  setMetric(row, "total_trades", closed + open);
  setMetric(row, "open_trades", open);
  setMetric(row, "total_fees", trades.fees);
  setMetric(row, "win_rate", trades.wins / closed, noClosed);
  setMetric(
    row,
    "profit_factor",
    trades.wonMoney / trades.lostMoney,
    noClosed ?? (trades.losses === 0 ? losslessBecause(trades.wonMoney, "no_losing_trades") : null),
  );
  setMetric(row, "expectancy", trades.closedPnl / closed, noClosed);
  setMetric(row, "avg_duration", trades.closedDurationMs / DAY_MS / closed, noClosed);
  setMetric(row, "fee_per_trade", trades.closedFees / closed, noClosed);
}
