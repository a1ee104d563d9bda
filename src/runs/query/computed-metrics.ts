import { type ComputedMetricId, UNDEFINED_REASONS } from "../../engine/metrics/metric-catalogue.ts";
import { prepareSweep } from "../../engine/sweep-cells.ts";
import type { CellRow } from "../../store/sweep/read-cells.ts";
import type { RunDeps } from "../run-deps.ts";
import { createDagCache } from "../dag-cache.ts";
import { openTask } from "../sweep/open-task.ts";
import type { SweepView } from "./cell-view.ts";

/** Adds metrics to cells that were stored without them; those that failed stay as they are. */
export type MetricCompletion = (rows: readonly CellRow[]) => readonly CellRow[];

/** What computing cells again needs from outside. */
export type ComputeDeps = Pick<RunDeps, "database" | "data" | "strategies">;

/**
 * Computes metrics that a sweep was not asked for, from the snapshot and the code that its run was pinned to: a cell
 * costs what it cost in the sweep. Those that the cells have already are not computed again.
 *
 * @throws AppError RUN_INPUT_CHANGED when data, code or engine are not those of the run any more
 */
export async function completeMetrics(
  view: Pick<SweepView, "taskId" | "backtest" | "grid">,
  wanted: readonly ComputedMetricId[],
  deps: ComputeDeps,
): Promise<MetricCompletion> {
  const computed = wanted.filter((id) => id !== view.backtest.objective);
  if (computed.length === 0) return (rows) => rows;
  const { sweep } = await openTask(view.taskId, { ...deps, dags: createDagCache(deps.database) });
  const { strategy } = await deps.strategies.load(sweep.backtest.strategy);
  const prepared = prepareSweep({ strategy, bars: sweep.bars, settings: sweep.settings, computed });
  return (rows) => {
    const outcome = prepared.run(
      rows.filter(({ result }) => result !== null).map(({ cell }) => view.grid.cellAt(cell)),
    );
    let index = -1;
    return rows.map((row) => {
      if (row.result === null) return row;
      index++;
      const columns = outcome.computed.map(({ id, values, reasons }) => {
        const reason = UNDEFINED_REASONS[(reasons[index] ?? 0) - 1];
        return { id, value: reason === undefined ? (values[index] ?? null) : null, reason };
      });
      const metrics = { ...row.result.metrics, ...Object.fromEntries(columns.map(({ id, value }) => [id, value])) };
      const undefinedOnes = columns.flatMap(({ id, reason }) => (reason === undefined ? [] : [[id, reason] as const]));
      const reasons = { ...row.result.reasons, ...Object.fromEntries(undefinedOnes) };
      return { ...row, result: { ...row.result, metrics, reasons } };
    });
  };
}
