import type { BacktestResult } from "../backtest.ts";
import type { BacktestSettings } from "../settings.ts";
import { type ComputedMetricId, type FactorMetricId, FACTOR_METRICS } from "./metric-catalogue.ts";
import { type Measured, measured, unmeasured } from "../../core/metrics/measured.ts";
import type { EquitySeries } from "./series/returns.ts";
import { seriesMeasures, type SeriesMetricsOptions } from "./series/series-metrics.ts";

/** A cell in full, as far as its metrics are made of it. */
export type MeasuredCell = Pick<BacktestResult, "time" | "equity" | "trades" | "orders" | "cashFlows" | "factor">;

/** The equity curve of a cell. */
export function seriesOf({ time, equity }: MeasuredCell, settings: BacktestSettings): EquitySeries {
  const { initialCapital, barsPerYear, session } = settings;
  return { time, equity, initialCapital, barsPerYear, session };
}

/** What the metrics of that curve need besides it. @param benchmark account value of the market; null without one */
export function seriesOptionsOf(
  { trades, orders, cashFlows }: MeasuredCell,
  { riskFreeRate, daysPerYear }: BacktestSettings,
  benchmark: Float64Array | null,
): SeriesMetricsOptions {
  const profits = Float64Array.from(trades.filter(({ open }) => !open).map(({ pnl }) => pnl));
  return { profits, orders, cashFlows, riskFreeRate, daysPerYear, ...(benchmark !== null && { benchmark }) };
}

/** The asked metrics of one cell, in the order of `ids`; the others cost nothing. */
export function computedMetrics(
  ids: readonly ComputedMetricId[],
  cell: MeasuredCell,
  settings: BacktestSettings,
  benchmark: Float64Array | null,
): readonly Measured[] {
  const measures = seriesMeasures(seriesOf(cell, settings), seriesOptionsOf(cell, settings, benchmark));
  return ids.map((id) => (isFactorMetric(id) ? factorMeasure(cell, id) : measures[id]()));
}

/** Whether one of the metrics holds a cell against the market. */
export function needsBenchmark(ids: readonly ComputedMetricId[]): boolean {
  return ids.includes("beta") || ids.includes("alpha");
}

function isFactorMetric(id: ComputedMetricId): id is FactorMetricId {
  return FACTOR_METRICS.some((metric) => metric.id === id);
}

/** Of a strategy that gives its symbols no scores nothing is known. */
function factorMeasure({ factor }: MeasuredCell, id: FactorMetricId): Measured {
  const value = factor?.metrics[id] ?? null;
  return value === null ? unmeasured(factor?.reasons[id] ?? "not_computed") : measured(value);
}
