import { noTrades } from "../../../engine/trades/trade-sums.ts";
import { type Measured, measured, unmeasured } from "../../../core/metrics/measured.ts";
import { steadyBlockStarts } from "../../../core/numbers/block-starts.ts";
import { barsPerYear as measuredYear } from "../../../core/time/bars-per-year.ts";
import type { SweepBlockSums } from "../../../engine/backtest.ts";
import { curveSums } from "../../../engine/metrics/accumulators/curve-sums.ts";
import { cellMetrics } from "../../../engine/metrics/cell-metrics.ts";
import { METRIC_IDS, type MetricId } from "../../../engine/metrics/metric-catalogue.ts";
import { createMetricRow, metricRecords } from "../../../engine/metrics/metric-row.ts";
import { seriesMetrics } from "../../../engine/metrics/series/series-metrics.ts";
import { DEFAULT_PROFILE, PROFILE_EXECUTION } from "../../../engine/profiles/registry.ts";
import { type BacktestSettings, NO_COSTS } from "../../../engine/settings.ts";
import { equityOfDays, type FoundDays } from "../expected/pnl-file.ts";
import type { FoundTrades } from "../expected/trades-file.ts";

/** Whose money it is, and how a year is counted. */
export interface AccountOptions {
  /** Above 0, account currency. */
  readonly initialCapital: number;
  /** Days in a year; absent: measured from the days. */
  readonly barsPerYear?: number | undefined;
  /** A year, as a fraction; default 0. */
  readonly riskFreeRate?: number | undefined;
}

/** What only somebody who saw positions and prices knows: nothing in the files tells it. */
const NOT_TOLD: readonly MetricId[] = [
  "open_trades",
  "total_fees",
  "fee_per_trade",
  "cost_drag_bps",
  "gross_total_return",
  "gross_cagr",
  "exposure",
  "turnover",
];
const OF_TRADES: readonly MetricId[] = ["win_rate", "profit_factor", "expectancy", "total_trades", "avg_duration"];

/** The settings under which the engine measures such an account. */
export function accountSettings(time: Float64Array, options: AccountOptions): BacktestSettings {
  const { initialCapital, barsPerYear = measuredYear({ time }), riskFreeRate } = options;
  return {
    initialCapital,
    costs: NO_COSTS,
    execution: PROFILE_EXECUTION[DEFAULT_PROFILE],
    barsPerYear,
    ...(riskFreeRate !== undefined && { riskFreeRate }),
    seed: 0,
  };
}

/** Every metric of the catalogue, by the engine's own functions; `not_computed` where the files do not tell it. */
export function ownMetrics(
  days: FoundDays | null,
  trades: FoundTrades | null,
  options: AccountOptions,
): ReadonlyMap<MetricId, Measured> {
  if (days !== null) return measuredDays(days, trades, options);
  const none = unmeasured("not_computed");
  if (trades === null) return new Map(METRIC_IDS.map((id) => [id, none]));
  const ofStillAccount = measuredDays(STILL, trades, { ...options, barsPerYear: options.barsPerYear ?? 1 });
  const known: ReadonlySet<MetricId> = new Set([...OF_TRADES, "sqn"]);
  return new Map(METRIC_IDS.map((id) => [id, known.has(id) ? (ofStillAccount.get(id) ?? none) : none]));
}

/** Of trades alone: an account of which nothing is said but that it is there. */
const STILL: FoundDays = { time: Float64Array.of(0), cumulativePnl: Float64Array.of(0) };

function measuredDays(
  days: FoundDays,
  trades: FoundTrades | null,
  options: AccountOptions,
): ReadonlyMap<MetricId, Measured> {
  const { time } = days;
  const { initialCapital } = options;
  const settings = accountSettings(time, options);
  const { barsPerYear, riskFreeRate } = settings;
  const equity = equityOfDays(days, initialCapital);
  const all = new Map<MetricId, Measured>(METRIC_IDS.map((id) => [id, unmeasured("not_computed")]));
  const profits = trades?.profits ?? null;
  const series = seriesMetrics(
    { time, equity, initialCapital, barsPerYear },
    { riskFreeRate, ...(profits !== null && { profits }) },
  );
  setAll(all, series);
  setAll(all, sweptMetrics(equity, { time, trades, settings }));
  const untold = [
    ...NOT_TOLD,
    ...(trades === null ? OF_TRADES : []),
    ...(trades?.hasDurations === false ? (["avg_duration"] as const) : []),
  ];
  for (const id of untold) all.set(id, unmeasured("not_computed"));
  return all;
}

type Records = Pick<ReturnType<typeof seriesMetrics>, "reasons"> & {
  readonly metrics: Readonly<Partial<Record<MetricId, number | null>>>;
};

function setAll(all: Map<MetricId, Measured>, { metrics, reasons }: Records): void {
  const why: Readonly<Partial<Record<MetricId, Measured["reason"]>>> = reasons;
  for (const id of METRIC_IDS) {
    const value = metrics[id];
    if (value === undefined) continue;
    all.set(id, value === null ? unmeasured(why[id] ?? "not_computed") : measured(value));
  }
}

interface SweptAccount {
  readonly time: Float64Array;
  readonly trades: FoundTrades | null;
  readonly settings: BacktestSettings;
}

function sweptMetrics(equity: Float64Array, { time, trades, settings }: SweptAccount) {
  const { around } = curveSums(equity, settings.initialCapital);
  const sums = around(0);
  const returns = { count: equity.length, perYear: settings.barsPerYear, sums, sumsAround: around };
  const row = createMetricRow();
  cellMetrics({ settings, time, sums, trades: trades?.sums ?? noTrades(), returns }, row);
  return metricRecords(row);
}

/** Σr and Σr² of one cell over blocks of its days; null for fewer days than blocks. */
export function daySums(days: FoundDays, initialCapital: number, blocks: number): SweepBlockSums | null {
  const count = days.time.length;
  if (blocks < 1 || count < blocks) return null;
  const sums = { cells: 1, blocks, sum: new Float64Array(blocks), sumOfSquares: new Float64Array(blocks) };
  const target = { ...sums, starts: steadyBlockStarts(count, blocks), offset: 0 };
  curveSums(equityOfDays(days, initialCapital), initialCapital).blocks(target);
  return sums;
}
