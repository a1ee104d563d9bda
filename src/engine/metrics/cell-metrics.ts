import { annualScale } from "../../core/metrics/annual-scale.ts";
import { calmarOf } from "../../core/metrics/calmar.ts";
import { calendarYears, gainOf, growthOver, ratePerPeriod } from "../../core/metrics/growth.ts";
import { type Measured, measured, unmeasured } from "../../core/metrics/measured.ts";
import { profitFactorOf } from "../../core/metrics/profit-factor.ts";
import { shapeOf } from "../../core/metrics/shape.ts";
import { arithmeticSharpe } from "../../core/metrics/sharpe.ts";
import { arithmeticSortino } from "../../core/metrics/sortino.ts";
import type { UndefinedReason } from "../../core/metrics/undefined-reason.ts";
import type { CentralMoments } from "../../core/numbers/moments.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { profileOf } from "../profiles/registry.ts";
import { riskFreeRateOf } from "../risk-free-rate.ts";
import type { BacktestSettings } from "../settings.ts";
import type { TradeSums } from "../trades/trade-sums.ts";
import type { EquityFalls } from "./accumulators/equity-falls.ts";
import type { EquitySums } from "./accumulators/equity-sums.ts";
import type { MetricId } from "./metric-catalogue.ts";
import { type MetricRow, setMeasured, setMetric } from "./metric-row.ts";

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
  const { years } = profileOf(settings.execution.profile).conventions;
  return years === "bars" ? time.length / settings.barsPerYear : calendarYears(time);
}

function setGrowth(cell: TradedCell, row: MetricRow): void {
  const { sums: equity, trades } = cell;
  const { initialCapital } = cell.settings;
  const barCount = cell.time.length;
  const years = yearsOf(cell);
  const tooFew = barCount < 2 ? "too_few_bars" : null;
  const grossEquity = equity.equity + trades.costs;
  const annual = (last: number): Measured =>
    tooFew === null ? growthOver(last / initialCapital, 1 / years) : unmeasured(tooFew);
  const cagr = annual(equity.equity);
  const grossCagr = annual(grossEquity);
  setMetric(row, "final_equity", equity.equity);
  setMetric(row, "total_return", gainOf(equity.equity, initialCapital));
  setMetric(row, "gross_total_return", gainOf(grossEquity, initialCapital));
  setMeasured(row, "cagr", cagr);
  setMeasured(row, "gross_cagr", grossCagr);
  setMeasured(row, "cost_drag_bps", costDrag(cagr, grossCagr));
  setFalls(row, equity.falls, cagr);
  setMetric(row, "exposure", equity.barsHeld / barCount, barCount === 0 ? "too_few_bars" : null);
  setMetric(row, "turnover", trades.notional / (2 * (equity.equitySum / barCount)) / years, tooFew);
}

/** Metrics that are not computed of equity whose falls nobody asked for. */
const FALL_METRICS: ReadonlySet<MetricId> = new Set(["max_drawdown", "max_drawdown_bars", "calmar"]);

export function needsFalls(metrics: readonly MetricId[]): boolean {
  return metrics.some((id) => FALL_METRICS.has(id));
}

function setFalls(row: MetricRow, falls: EquityFalls | null, cagr: Measured): void {
  setMetric(row, "max_drawdown", falls?.maxDrawdown ?? Number.NaN);
  setMetric(row, "max_drawdown_bars", falls?.longestUnderWater ?? Number.NaN);
  setMeasured(row, "calmar", falls === null ? unmeasured("not_computed") : calmarOf(cagr, falls.maxDrawdown));
}

function costDrag(net: Measured, gross: Measured): Measured {
  if (net.value === null) return net;
  return gross.value === null ? gross : measured((gross.value - net.value) * 10_000);
}

function setRisk({ returns, settings }: TradedCell, row: MetricRow): void {
  const { count, perYear, sums } = returns;
  const moments = momentsOfSums(returns);
  const { mean, m2 } = moments;
  const deviation = Math.sqrt((m2 * count) / (count - 1));
  const downside = Math.sqrt(sums.downside / count);
  const riskFree = ratePerPeriod(riskFreeRateOf(settings), perYear);
  const { skew, kurtosis } = shapeOf(count, moments);
  setMetric(row, "volatility", deviation * annualScale(perYear), count < 2 ? "too_few_bars" : null);
  setMeasured(row, "sharpe", arithmeticSharpe({ count, mean, deviation }, perYear, riskFree));
  setMeasured(row, "sortino", arithmeticSortino({ count, mean, downside }, perYear));
  setMeasured(row, "skew", skew);
  setMeasured(row, "kurtosis", kurtosis);
}

/**
 * Below this share of the second moment the variance has lost digits to cancellation, and the fourth moment
 * twice as many. Only cells with a per-bar Sharpe above 3 get there; they are walked a second time.
 */
const CANCELLED = 0.1;

function momentsOfSums({ sums, count, sumsAround }: ReturnSums): CentralMoments {
  const first = centralMoments(sums, count, 0);
  if (first.m2 * count > CANCELLED * sums.s2 || sums.s2 === 0) return first;
  const shift = 1 + first.mean - 1;
  return centralMoments(sumsAround(shift), count, shift);
}

function centralMoments(sums: EquitySums, count: number, shift: number): CentralMoments {
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

function setTrades(trades: TradeSums, row: MetricRow): void {
  const { closed, open } = trades;
  const noClosed: UndefinedReason | null = closed > 0 ? null : open > 0 ? "no_closed_trades" : "no_trades";
  setMetric(row, "total_trades", closed + open);
  setMetric(row, "open_trades", open);
  setMetric(row, "total_fees", trades.fees);
  setMetric(row, "win_rate", trades.wins / closed, noClosed);
  const profitFactor = noClosed === null ? profitFactorOf(trades.wonMoney, trades.lostMoney) : unmeasured(noClosed);
  setMeasured(row, "profit_factor", profitFactor);
  setMetric(row, "expectancy", trades.closedPnl / closed, noClosed);
  setMetric(row, "avg_duration", trades.closedDurationMs / DAY_MS / closed, noClosed);
  setMetric(row, "fee_per_trade", trades.closedFees / closed, noClosed);
}
