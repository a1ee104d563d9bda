import { statisticsRecord } from "../../../analytics/overfitting/describe-judgement.ts";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import { strategyName } from "../../../factory/strategy-name.ts";
import type { AxisValues } from "../../../runs/query/sweep/axis-values.ts";
import type { CellDetail } from "../../../runs/query/sweep/cell-detail.ts";
import type { SweepDetail } from "../../../runs/query/sweep/sweep-detail.ts";
import type { RankedCell, SweepPage } from "../../../runs/query/sweep/sweep-page.ts";
import type { OpenedSweep } from "../../../runs/query/sweep/sweep-reader.ts";
import type { TaskRow } from "../../../store/run/tasks.ts";
import { searchJson } from "../study/search-json.ts";
import type { ServiceDocuments } from "../../service-documents.ts";

export function sweepJson({ sweep, isOver, axes, top, errors, search }: SweepDetail): ServiceDocuments["sweep"] {
  const { task, view, metrics } = sweep;
  const { backtest, grid } = view;
  const objective = metrics.find(backtest.objective);
  const axisNames = new Set(axes.map(({ name }) => name));
  const onAxes = grid.listed === null ? grid.onAxes : grid.count;
  const added = Array.from({ length: grid.count - onAxes }, (_, place) => grid.cellAt(onAxes + place));
  return {
    ...aboutSweep(sweep),
    task: task.id,
    state: task.state,
    over: isOver,
    strategy: strategyName(backtest.strategy),
    objective:
      objective === undefined
        ? { id: backtest.objective, label: backtest.objective, unit: "ratio", better: null }
        : metricJson(objective),
    min_trades: backtest.minTrades ?? 0,
    axes: axes.map(axisJson),
    fixed: Object.fromEntries(Object.entries(backtest.params).filter(([name]) => !axisNames.has(name))),
    where: backtest.grid.where,
    numbering: {
      kind: grid.listed === null ? (grid.isWhole ? "all" : "mapped") : "listed",
      combinations: grid.axes.reduce((product, { count }) => product * count, 1),
      on_axes: onAxes,
      added,
    },
    cells: cellCountsJson(task),
    metrics: metrics.all.map(metricJson),
    sort: top.sort,
    top: top.cells.map(rankedCellJson),
    errors: errors.map(({ code, message, cells, first }) => ({ code, message, cells, first })),
    statistics: view.judgement === null ? null : statisticsRecord(view.judgement),
    search: searchJson(search),
  };
}

export function sweepCellsJson(sweep: OpenedSweep, page: SweepPage): ServiceDocuments["sweep_cells"] {
  const { sort, isReversed: reversed, offset, total, cells } = page;
  return { ...aboutSweep(sweep), sort, reversed, offset, total, cells: cells.map(rankedCellJson) };
}

function rankedCellJson({ rank, row, params }: RankedCell): ServiceDocuments["sweep_cells"]["cells"][number] {
  const { cell, state, result, error } = row;
  return {
    rank,
    cell,
    state,
    params,
    metrics: result?.metrics ?? null,
    undefined: result?.reasons ?? {},
    error: error?.message ?? null,
  };
}

export function cellDetailJson(sweep: OpenedSweep, detail: CellDetail): ServiceDocuments["cell_detail"] {
  const { cell, params, row, objective, standings, ranked, plateau, neighbours, origin } = detail;
  const result = row?.result ?? null;
  return {
    ...aboutSweep(sweep),
    cell,
    state: row?.state ?? null,
    params,
    objective: metricJson(objective),
    metrics:
      result === null
        ? []
        : sweep.metrics.all.map((metric) => ({
            ...metricJson(metric),
            value: result.metrics[metric.id] ?? null,
            reason: result.reasons[metric.id] ?? null,
            rank: standings.get(metric.id)?.rank ?? null,
            percentile: standings.get(metric.id)?.percentile ?? null,
          })),
    ranked,
    refused: { ...result?.refused },
    error: row?.error?.message ?? null,
    plateau: { value: plateau.value, reason: plateau.reason },
    neighbours: neighbours.map(({ name, step, param, cell: other, value, reason }) => ({
      axis: name,
      step,
      param,
      cell: other,
      value: numberOrNull(value),
      reason,
    })),
    origin: origin === null ? null : { run_id: origin.runId, cell: origin.cell },
  };
}

export function aboutSweep({ run, view, version }: OpenedSweep) {
  return { run_id: run.id, backtest: view.backtest.name, version };
}

export function metricJson({ id, label, unit, better }: MetricInfo) {
  return { id, label, unit, better };
}

export function axisJson({ name, values, isOrdered }: AxisValues) {
  return { name, values, ordered: isOrdered };
}

type CellCounts = Pick<TaskRow, "cellsTotal" | "cellsDone" | "cellsSucceeded" | "cellsCached" | "cellsFailed">;

export function cellCountsJson({ cellsTotal, cellsDone, cellsSucceeded, cellsCached, cellsFailed }: CellCounts) {
  return {
    total: cellsTotal,
    done: cellsDone,
    succeeded: cellsSucceeded,
    cached: cellsCached,
    failed: cellsFailed,
  };
}

/** JSON has no numbers beyond the finite ones. */
export function numberOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
