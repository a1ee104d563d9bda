import type { BacktestResult } from "../engine/backtest.ts";
import { seriesOf, seriesOptionsOf } from "../engine/metrics/computed-metrics.ts";
import {
  type MonthlyReturn,
  monthlyReturns,
  type YearlyReturn,
  yearlyReturns,
} from "../engine/metrics/series/charts/calendar-returns.ts";
import { rollingSharpe } from "../engine/metrics/series/charts/rolling-sharpe.ts";
import { sampledEquity } from "../engine/metrics/series/daily-equity.ts";
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
  /** Of bars, or of days where intraday equity is measured by day. */
  readonly returns: Float64Array;
  readonly unit: "bars" | "days";
  /** 0 at a peak, negative below, as a fraction. */
  readonly underwater: Float64Array;
  /** Deepest first. */
  readonly drawdowns: readonly Drawdown[];
  readonly months: readonly MonthlyReturn[];
  readonly years: readonly YearlyReturn[];
  readonly rolling: RollingSharpe;
}

/** Sharpe of a moving window of the returns. */
export interface RollingSharpe {
  readonly time: Float64Array;
  /** NaN until the window is full. */
  readonly values: Float64Array;
  readonly window: number;
  readonly unit: "bars" | "days";
}

const DRAWDOWNS_SHOWN = 10;

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
  const { initialCapital, daysPerYear } = settings;
  const series = seriesOf(result, settings);
  return {
    name,
    result,
    series,
    metrics: seriesMetrics(series, seriesOptionsOf(result, settings, benchmark?.equity ?? null)),
    returns: returnsOf(sampledEquity(series, daysPerYear).equity, initialCapital),
    unit: returnUnit(settings),
    underwater: underwater(result.equity, initialCapital),
    drawdowns: worstDrawdowns(series, DRAWDOWNS_SHOWN),
    months: monthlyReturns(series),
    years: yearlyReturns(series),
    rolling: rollingOf(series, settings),
  };
}

/** The window is one year, or half of one when the data is shorter than two years. */
function rollingOf(series: EquitySeries, settings: BacktestSettings): RollingSharpe {
  const { daysPerYear, riskFreeRate } = settings;
  const source = sampledEquity(series, daysPerYear);
  const year = Math.max(2, Math.round(source.barsPerYear));
  const window = source.time.length >= 2 * year ? year : Math.max(2, Math.round(year / 2));
  const returns = returnsOf(source.equity, source.initialCapital);
  const values = rollingSharpe(returns, window, source.barsPerYear, riskFreeRate);
  return { time: source.time, values, window, unit: returnUnit(settings) };
}

/** What returns are of. */
export function returnUnit({ daysPerYear }: Pick<BacktestSettings, "daysPerYear">): Performance["unit"] {
  return daysPerYear === undefined ? "bars" : "days";
}
