import type { Comparison } from "../../../runs/query/compare/compare-cells.ts";
import type { ComparedSeries } from "../../../runs/query/compare/compared-series.ts";
import type { ServiceDocuments } from "../../service-documents.ts";
import { metricJson, numberOrNull } from "./sweep-json.ts";

export function compareJson({ cells, differences, metrics, curves }: Comparison): ServiceDocuments["compare"] {
  return {
    cells: cells.map(({ ref, sweep, row, params }) => ({
      ref: ref.text,
      run_id: ref.runId,
      dag: sweep.run.dagId,
      backtest: ref.backtest,
      cell: ref.cell,
      state: row.state,
      logical_date: sweep.run.logicalDate.toISOString(),
      params,
    })),
    differences: differences.map(({ path, values }) => ({ path, values })),
    metrics: metrics.map((metric) => ({
      metric: metricJson(metric),
      values: cells.map(({ row }) => row.result?.metrics[metric.id] ?? null),
      reasons: cells.map(({ row }) => {
        if (row.result === null) return null;
        const value = row.result.metrics[metric.id] ?? null;
        return value === null ? (row.result.reasons[metric.id] ?? "not_computed") : null;
      }),
    })),
    series: curves?.series.map(seriesJson) ?? [],
    correlation: curves?.correlation.map((row) => row.map(numberOrNull)) ?? [],
  };
}

function seriesJson({ ref, error, points, time, equity, drawdown }: ComparedSeries) {
  return {
    ref,
    error,
    points,
    time_s: Array.from(time, (ms) => ms / 1000),
    equity: Array.from(equity, numberOrNull),
    drawdown: Array.from(drawdown, numberOrNull),
  };
}
