import type { BacktestResult } from "../engine/backtest.ts";
import {
  type MonthlyReturn,
  monthlyReturns,
  type YearlyReturn,
  yearlyReturns,
} from "../engine/metrics/series/charts/calendar-returns.ts";
import { rollingSharpe } from "../engine/metrics/series/charts/rolling-sharpe.ts";
import { dailyEquity } from "../engine/metrics/series/daily-equity.ts";
import { type EquitySeries, returnsOf } from "../engine/metrics/series/returns.ts";
import { type Drawdown, underwater, worstDrawdowns } from "../engine/metrics/series/risk/drawdown.ts";
import { type SeriesMetrics, seriesMetrics } from "../engine/metrics/series/series-metrics.ts";
import type { BacktestSettings } from "../engine/settings.ts";

/** One account as the tearsheet draws it; every curve has one value per bar. */
export interface Performance {
  readonly name: string;
  readonly result: BacktestResult;
  readonly series: EquitySeries;
  readonly metrics: SeriesMetrics;
  readonly returns: Float64Array;
  /** 0 at a peak, negative below, as a fraction. */
  readonly underwater: Float64Array;
  /** Deepest first. */
  readonly drawdowns: readonly Drawdown[];
  readonly months: readonly MonthlyReturn[];
  readonly years: readonly YearlyReturn[];
  readonly rolling: RollingSharpe;
}

/** Sharpe of a moving window; of intraday bars, on the last equity of each day. */
export interface RollingSharpe {
  readonly time: Float64Array;
  /** NaN until the window is full. */
  readonly values: Float64Array;
  readonly window: number;
  readonly unit: "bars" | "days";
}

const DRAWDOWNS_SHOWN = 10;
const MOST_DAYS_PER_YEAR = 366;
const SHORTEST_DAILY_SPACING_MS = 0.9 * 86_400_000;

export interface Account {
  /** What the legends call it. */
  readonly name: string;
  readonly result: BacktestResult;
  readonly settings: BacktestSettings;
  /** For beta and alpha, which are undefined when it has other bars; null when it is the benchmark itself. */
  readonly benchmark: BacktestResult | null;
}

/** All that the charts and tables show of one account. */
export function measurePerformance({ name, result, settings, benchmark }: Account): Performance {
  const { initialCapital, barsPerYear } = settings;
  const series: EquitySeries = { time: result.time, equity: result.equity, initialCapital, barsPerYear };
  const profits = Float64Array.from(result.trades.filter(({ open }) => !open).map(({ pnl }) => pnl));
  const { cashFlows } = result;
  return {
    name,
    result,
    series,
    metrics: seriesMetrics(series, { profits, cashFlows, ...(benchmark !== null && { benchmark: benchmark.equity }) }),
    returns: returnsOf(result.equity, initialCapital),
    underwater: underwater(result.equity, initialCapital),
    drawdowns: worstDrawdowns(series, DRAWDOWNS_SHOWN),
    months: monthlyReturns(series),
    years: yearlyReturns(series),
    rolling: rollingOf(series),
  };
}

/** The window is one year, or half of one when the data is shorter than two years. */
function rollingOf(series: EquitySeries): RollingSharpe {
  const intraday = isIntraday(series.time);
  const source = intraday ? dailyEquity(series, daysPerYear(series)) : series;
  const year = Math.max(2, Math.round(source.barsPerYear));
  const window = source.time.length >= 2 * year ? year : Math.max(2, Math.round(year / 2));
  const values = rollingSharpe(returnsOf(source.equity, source.initialCapital), window, source.barsPerYear);
  return { time: source.time, values, window, unit: intraday ? "days" : "bars" };
}

function isIntraday(time: Float64Array): boolean {
  const span = (time.at(-1) ?? 0) - (time[0] ?? 0);
  return time.length > 1 && span / (time.length - 1) < SHORTEST_DAILY_SPACING_MS;
}

/** That of the dataset where it counts days, else 365 for data that trades on weekends and 252 for other data. */
function daysPerYear({ time, barsPerYear }: EquitySeries): number {
  if (barsPerYear <= MOST_DAYS_PER_YEAR) return barsPerYear;
  return time.some((at) => [0, 6].includes(new Date(at).getUTCDay())) ? 365 : 252;
}
