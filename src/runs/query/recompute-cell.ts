import { AppError } from "../../core/errors/app-error.ts";
import { ERROR_CODES } from "../../core/errors/error-codes.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { SWEEP_METRIC_IDS, type SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { type CellRow, listCells } from "../../store/sweep/read-cells.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { createDagCache } from "../dag-cache.ts";
import type { RunDeps } from "../run-deps.ts";
import type { OpenData } from "../market/open-data.ts";
import { marketOf } from "../market/market-of.ts";
import { type OpenDeps, type OpenTask, openTask } from "../sweep/open-task.ts";
import { listSweepViews, namedSweep, type SweepView } from "./cell-view.ts";

export interface CellChoice {
  /** Null for the first backtest of the DAG. */
  readonly backtest: string | null;
  /** Null for the best by the backtest's objective. */
  readonly cell: number | null;
}

/** One cell of a run in full. */
export interface RecomputedCell {
  readonly backtest: string;
  readonly cell: number;
  readonly sweep: OpenData & { readonly codeHash: string };
  readonly result: BacktestResult;
  /** Metrics that did not come out as they were stored: the strategy depends on more than its input. Empty as a rule. */
  readonly unlike: readonly SweepMetricId[];
}

/**
 * Computes a cell of a run again, from the snapshot and the code that the run was pinned to: results keep metrics only.
 *
 * @param open how the sweep is opened; `openPastTask` also brings back code that has changed since
 * @throws AppError CELL_NOT_FOUND when there is no such cell, or none with a result
 * @throws AppError of the cell itself when it failed
 * @throws AppError RUN_INPUT_CHANGED when data, code or engine are not those of the run any more
 * @throws AppError BARS_NOT_KNOWN when its executor has data of its own
 * @throws AppError USAGE when there is no such backtest
 */
export async function recomputeCell(
  run: { readonly id: RunId; readonly spec: DagSpec },
  choice: CellChoice,
  deps: RunDeps,
  open: (taskId: TaskId, deps: RunDeps & OpenDeps) => Promise<OpenTask> = openTask,
): Promise<RecomputedCell> {
  const { database } = deps;
  const view = namedSweep(await listSweepViews(database, run), choice.backtest);
  const { cell, metrics } = await chosenCell(database, view, choice.cell, run.id);
  const { sweep } = await open(view.taskId, { ...deps, dags: createDagCache(database) });
  const market = marketOf(sweep);
  const result = await deps.strategies.runCell(market.setup, view.grid.cellAt(cell));
  const unlike = SWEEP_METRIC_IDS.filter((id) => result.metrics[id] !== metrics[id]);
  const { codeHash } = sweep.prepared;
  return { backtest: sweep.backtest.name, cell, sweep: { ...market, codeHash }, result, unlike };
}

type DoneCell = Pick<CellRow, "cell"> & Pick<NonNullable<CellRow["result"]>, "metrics">;

async function chosenCell(database: Connection, view: SweepView, cell: number | null, runId: RunId): Promise<DoneCell> {
  const { taskId, backtest, bestFirst, cells } = view;
  if (cell !== null && cell >= cells.total) {
    throw new AppError("CELL_NOT_FOUND", `There is no cell ${cell} in ${backtest.name}`, {
      hint: `Its cells are 0…${cells.total - 1}; \`${resultsOf(view, runId)} --sort cell\` lists them.`,
    });
  }
  const wanted = cell === null ? { order: bestFirst } : { order: { by: "cell" as const }, cell };
  const [row] = await listCells(database, { taskId, ...wanted, limit: 1 });
  if (row !== undefined && row.result !== null) return { cell: row.cell, metrics: row.result.metrics };
  if (row?.state === "failed" && cell !== null) throw failureOf(row, view, runId);
  const what = cell === null ? backtest.name : `Cell ${cell} of ${backtest.name}`;
  throw row?.state === "failed"
    ? new AppError("CELL_NOT_FOUND", `All cells of ${what} that were computed failed`, {
        hint: `\`${resultsOf(view, runId)} --failed\` says why.`,
      })
    : new AppError("CELL_NOT_FOUND", `${what} has no result: it was not computed yet, or the run was stopped before`, {
        hint: `\`nightgrid show ${runId}\` says how far the run has come.`,
      });
}

function failureOf({ cell, error }: CellRow, view: SweepView, runId: RunId): AppError {
  const { backtest, grid } = view;
  const code = ERROR_CODES.find((known) => known === error?.code) ?? "STRATEGY_FAILED";
  const params = JSON.stringify(grid.cellAt(cell));
  return new AppError(
    code,
    `Cell ${cell} of ${backtest.name} ${params} failed: ${error?.message ?? "no reason given"}`,
    {
      hint: `It has no trades. \`${resultsOf(view, runId)} --failed\` lists the cells that failed.`,
    },
  );
}

function resultsOf({ backtest }: SweepView, runId: RunId): string {
  return `nightgrid results ${runId} --backtest ${backtest.name}`;
}
