import type { CashFlow } from "../../trade.ts";
import { monthlyReturns, yearlyReturns } from "./charts/calendar-returns.ts";
import { sampledEquity } from "./daily-equity.ts";
import { holdingFlows } from "./holding-flows.ts";
import { type Measured, unmeasured } from "./measured.ts";
import { REPORT_METRICS, type ReportMetricId, type ReportMetrics, type ReportReasons } from "./report-catalogue.ts";
import { type EquitySeries, returnsOf, totalReturn } from "./returns.ts";
import { type BetaAlpha, betaAlpha } from "./reward/beta-alpha.ts";
import { extremesOf } from "./reward/extremes.ts";
import { annualReturn, cagr, calmar } from "./reward/growth.ts";
import { omega } from "./reward/omega.ts";
import { sharpe } from "./reward/sharpe.ts";
import { sortino } from "./reward/sortino.ts";
import { sqn } from "./reward/sqn.ts";
import { stability } from "./reward/stability.ts";
import { downsideRisk } from "./risk/downside-risk.ts";
import { drawdownMetrics } from "./risk/drawdown-metrics.ts";
import { shapeOf } from "./risk/shape.ts";
import { tailRisk } from "./risk/tail-risk.ts";
import { volatility } from "./risk/volatility.ts";

export interface SeriesMetricsOptions {
  /** A year, as a fraction; default 0. */
  readonly riskFreeRate?: number | undefined;
  /** Given when returns are those of the last equity of each UTC day: days in a year. */
  readonly daysPerYear?: number | undefined;
  /** Account value of the benchmark at the same bars, from the same initial capital; without it beta and alpha are `not_computed`. */
  readonly benchmark?: Float64Array;
  /** Net profit of each closed trade; without it SQN is `not_computed`. */
  readonly profits?: Float64Array;
  /** Without them dividends and borrow cost are `not_computed`. */
  readonly cashFlows?: readonly CashFlow[];
}

export interface SeriesMetrics {
  readonly metrics: ReportMetrics;
  readonly reasons: ReportReasons;
}

const NO_MARKET: BetaAlpha = { beta: unmeasured("not_computed"), alpha: unmeasured("not_computed") };

/** Every report metric of one equity curve. Never NaN or Infinity: a number, or null with its reason. */
export function seriesMetrics(series: EquitySeries, options: SeriesMetricsOptions = {}): SeriesMetrics {
  const { equity, initialCapital } = series;
  const { benchmark, riskFreeRate, daysPerYear } = options;
  const sampled = sampledEquity(series, daysPerYear);
  const { barsPerYear } = sampled;
  const returns = returnsOf(sampled.equity, initialCapital);
  const growth = cagr(series);
  const drawdown = drawdownMetrics(series);
  const market = benchmark && sampledEquity({ ...series, equity: benchmark }, daysPerYear);
  const { beta, alpha } = market
    ? betaAlpha(returns, returnsOf(market.equity, initialCapital), barsPerYear, riskFreeRate)
    : NO_MARKET;
  const held = options.cashFlows && holdingFlows(options.cashFlows);
  const bars = extremesOf(returnsOf(equity, initialCapital));
  const months = extremesOf(monthlyReturns(series).map(({ value }) => value));
  const years = extremesOf(yearlyReturns(series).map(({ value }) => value));
  return columns({
    total_return: totalReturn(equity, initialCapital),
    cagr: growth,
    annual_return: annualReturn(returns, barsPerYear),
    sharpe: sharpe(returns, barsPerYear, riskFreeRate),
    sortino: sortino(returns, barsPerYear),
    calmar: calmar(growth, drawdown.max_drawdown.value ?? 0),
    omega: omega(returns),
    sqn: options.profits ? sqn(options.profits) : unmeasured("not_computed"),
    stability: stability(returns),
    beta,
    alpha,
    volatility: volatility(returns, barsPerYear),
    downside_risk: downsideRisk(returns, barsPerYear),
    ...drawdown,
    ...tailRisk(returns),
    ...shapeOf(returns),
    dividends: held?.dividends ?? unmeasured("not_computed"),
    borrow_cost: held?.borrow_cost ?? unmeasured("not_computed"),
    best_bar: bars.best,
    worst_bar: bars.worst,
    positive_bars: bars.positive,
    best_month: months.best,
    worst_month: months.worst,
    positive_months: months.positive,
    best_year: years.best,
    worst_year: years.worst,
  });
}

function columns(all: Readonly<Record<ReportMetricId, Measured>>): SeriesMetrics {
  const ids = REPORT_METRICS.map(({ id }) => id);
  const metrics = Object.fromEntries(ids.map((id) => [id, all[id].value])) as ReportMetrics;
  const reasons: ReportReasons = Object.fromEntries(
    ids.flatMap((id) => (all[id].reason === null ? [] : [[id, all[id].reason]])),
  );
  return { metrics, reasons };
}
