import type { CashFlow, FilledOrder } from "../../trade.ts";
import { calmarOf } from "../../../core/metrics/calmar.ts";
import { monthlyReturns, yearlyReturns } from "./charts/calendar-returns.ts";
import { sampledEquity } from "./daily-equity.ts";
import { holdingFlows } from "./holding-flows.ts";
import { type Measured, unmeasured } from "../../../core/metrics/measured.ts";
import { REPORT_METRICS, type ReportMetricId, type ReportMetrics, type ReportReasons } from "./report-catalogue.ts";
import { type EquitySeries, returnsOf, totalReturn } from "./returns.ts";
import { type BetaAlpha, betaAlpha } from "./reward/beta-alpha.ts";
import { breakEvenBps } from "./reward/break-even.ts";
import { extremesOf } from "./reward/extremes.ts";
import { annualReturn, cagr } from "./reward/growth.ts";
import { omega } from "./reward/omega.ts";
import { sharpe } from "./reward/sharpe.ts";
import { sortino } from "./reward/sortino.ts";
import { sqn } from "./reward/sqn.ts";
import { stability } from "./reward/stability.ts";
import { downsideRisk } from "./risk/downside-risk.ts";
import { drawdownMetrics } from "./risk/drawdown-metrics.ts";
import { shape } from "./risk/shape.ts";
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
  /** Every fill; without them the break-even cost is `not_computed`. */
  readonly orders?: readonly FilledOrder[];
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
  const measures = seriesMeasures(series, options);
  const all = REPORT_METRICS.map(({ id }) => [id, measures[id]()] as const);
  const metrics = Object.fromEntries(all.map(([id, { value }]) => [id, value])) as ReportMetrics;
  const reasons: ReportReasons = Object.fromEntries(
    all.flatMap(([id, { reason }]) => (reason === null ? [] : [[id, reason]])),
  );
  return { metrics, reasons };
}

/** The same, each computed when it is asked for; what several of them need is computed once. */
export function seriesMeasures(
  series: EquitySeries,
  options: SeriesMetricsOptions = {},
): Readonly<Record<ReportMetricId, () => Measured>> {
  const { equity, initialCapital } = series;
  const { benchmark, riskFreeRate, daysPerYear, cashFlows, orders, profits } = options;
  const sampled = sampledEquity(series, daysPerYear);
  const { barsPerYear } = sampled;
  const returns = returnsOf(sampled.equity, initialCapital);
  const growth = once(() => cagr(series));
  const drawdown = once(() => drawdownMetrics(series));
  const market = once(() => {
    if (benchmark === undefined) return NO_MARKET;
    const { equity: held } = sampledEquity({ ...series, equity: benchmark }, daysPerYear);
    return betaAlpha(returns, returnsOf(held, initialCapital), barsPerYear, riskFreeRate);
  });
  const held = once(() => cashFlows && holdingFlows(cashFlows));
  const tail = once(() => tailRisk(returns));
  const form = once(() => shape(returns));
  const bars = once(() => extremesOf(returnsOf(equity, initialCapital)));
  const months = once(() => extremesOf(monthlyReturns(series).map(({ value }) => value)));
  const years = once(() => extremesOf(yearlyReturns(series).map(({ value }) => value)));
  return {
    total_return: () => totalReturn(equity, initialCapital),
    cagr: growth,
    annual_return: () => annualReturn(returns, barsPerYear),
    sharpe: () => sharpe(returns, barsPerYear, riskFreeRate),
    sortino: () => sortino(returns, barsPerYear),
    calmar: () => calmarOf(growth(), drawdown().max_drawdown.value ?? 0),
    omega: () => omega(returns),
    sqn: () => (profits ? sqn(profits) : unmeasured("not_computed")),
    break_even_bps: () => (orders ? breakEvenBps(equity, initialCapital, orders) : unmeasured("not_computed")),
    stability: () => stability(returns),
    beta: () => market().beta,
    alpha: () => market().alpha,
    volatility: () => volatility(returns, barsPerYear),
    downside_risk: () => downsideRisk(returns, barsPerYear),
    max_drawdown: () => drawdown().max_drawdown,
    max_drawdown_bars: () => drawdown().max_drawdown_bars,
    longest_drawdown_days: () => drawdown().longest_drawdown_days,
    deepest_drawdown_bars: () => drawdown().deepest_drawdown_bars,
    deepest_drawdown_days: () => drawdown().deepest_drawdown_days,
    time_under_water: () => drawdown().time_under_water,
    var_95: () => tail().var_95,
    cvar_95: () => tail().cvar_95,
    tail_ratio: () => tail().tail_ratio,
    skew: () => form().skew,
    kurtosis: () => form().kurtosis,
    dividends: () => held()?.dividends ?? unmeasured("not_computed"),
    borrow_cost: () => held()?.borrow_cost ?? unmeasured("not_computed"),
    best_bar: () => bars().best,
    worst_bar: () => bars().worst,
    positive_bars: () => bars().positive,
    best_month: () => months().best,
    worst_month: () => months().worst,
    positive_months: () => months().positive,
    best_year: () => years().best,
    worst_year: () => years().worst,
  };
}

function once<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => (computed ??= { value: compute() }).value;
}
