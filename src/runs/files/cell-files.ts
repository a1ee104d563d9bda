import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { readCellOrigin } from "../../store/sweep/cell-origin.ts";
import type { Database } from "../../store/connection/transaction.ts";
import type { RunDeps } from "../run-deps.ts";
import { pickExecutor } from "../sweep/pick-executor.ts";
import { listSweepViews, namedSweep } from "../query/cell-view.ts";

export interface CellFilesChoice {
  /** Null for the first backtest of the DAG. */
  readonly backtest: string | null;
  readonly cell: number;
}

/** Where the files of a cell are. */
export interface CellFiles {
  readonly backtest: string;
  readonly cell: number;
  /** The run that computed it; another one where the result was taken over. */
  readonly runId: RunId;
  /** Absolute; it may not be there (yet), or be on another host. */
  readonly folder: string;
}

/**
 * Where the files of a cell are, or will be.
 *
 * @throws AppError CELL_NOT_FOUND when there is no such cell, or cells of its kind have no files; USAGE for an unknown backtest
 */
export async function cellFiles(
  run: { readonly id: RunId; readonly spec: DagSpec },
  { backtest: name, cell }: CellFilesChoice,
  { database, executors }: { readonly database: Database } & Pick<RunDeps, "executors">,
): Promise<CellFiles> {
  const { taskId, backtest, cells } = namedSweep(await listSweepViews(database, run), name);
  const { filesOf } = pickExecutor(backtest, executors);
  if (filesOf === undefined) {
    throw new AppError("CELL_NOT_FOUND", `Cells of ${backtest.name} have no files: the engine computes them`, {
      hint: `\`nightgrid trades ${run.id} --cell ${cell}\` shows what it did, and \`nightgrid logs ${run.id}\` what it printed.`,
    });
  }
  if (cell >= cells.total) {
    throw new AppError("CELL_NOT_FOUND", `There is no cell ${cell} in ${backtest.name}`, {
      hint: `Its cells are 0…${cells.total - 1}.`,
    });
  }
  const origin = (await readCellOrigin(database, taskId, cell)) ?? { runId: run.id, cell };
  return { backtest: backtest.name, cell, runId: origin.runId, folder: filesOf(backtest, origin.runId, origin.cell) };
}
