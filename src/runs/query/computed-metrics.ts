import { computedMetrics, needsBenchmark } from "../../engine/metrics/computed-metrics.ts";
import type { ComputedMetricId } from "../../engine/metrics/metric-catalogue.ts";
import { unmeasured } from "../../core/metrics/measured.ts";
import { runBenchmark } from "../../engine/run-benchmark.ts";
import type { CellResult, CellRow } from "../../store/sweep/read-cells.ts";
import { createDagCache } from "../dag-cache.ts";
import type { RunDeps } from "../run-deps.ts";
import { openTask } from "../sweep/open-task.ts";
import { marketOf } from "../market/market-of.ts";
import type { SweepView } from "./cell-view.ts";

/** Adds metrics to cells that were stored without them; those that failed stay as they are. */
export type MetricCompletion = (rows: readonly CellRow[]) => Promise<readonly CellRow[]>;

/** What computing cells again needs from outside. */
export type ComputeDeps = Pick<RunDeps, "database" | "data" | "executors" | "strategies">;

/**
 * Computes metrics that a sweep was not asked for, from the snapshot and the code that its run was pinned to: each cell
 * is computed again in full. Those that the cells have already are not.
 *
 * @throws AppError RUN_INPUT_CHANGED when data, code or engine are not those of the run any more
 */
export async function completeMetrics(
  view: Pick<SweepView, "taskId" | "backtest" | "grid">,
  wanted: readonly ComputedMetricId[],
  deps: ComputeDeps,
): Promise<MetricCompletion> {
  const ids = wanted.filter((id) => id !== view.backtest.objective);
  // What the files of a script tell was stored with it.
  if (ids.length === 0 || view.backtest.strategy.kind === "script") return async (rows) => rows;
  const { sweep } = await openTask(view.taskId, { ...deps, dags: createDagCache(deps.database) });
  const market = marketOf(sweep);
  const benchmark = needsBenchmark(ids) ? runBenchmark(market).equity : null;
  const complete = async (cell: number, stored: CellResult): Promise<CellResult> => {
    const whole = await deps.strategies.runCell(market.setup, view.grid.cellAt(cell));
    const measures = computedMetrics(ids, whole, market.settings, benchmark);
    const known = ids.map((id, index) => ({ id, ...(measures[index] ?? unmeasured("not_computed")) }));
    const reasons = known.flatMap(({ id, reason }) => (reason === null ? [] : [[id, reason] as const]));
    return {
      ...stored,
      metrics: { ...stored.metrics, ...Object.fromEntries(known.map(({ id, value }) => [id, value])) },
      reasons: { ...stored.reasons, ...Object.fromEntries(reasons) },
    };
  };
  return async (rows) => {
    const completed: CellRow[] = [];
    for (const row of rows) {
      const { cell, result } = row;
      completed.push(result === null ? row : { ...row, result: await complete(cell, result) });
    }
    return completed;
  };
}
