import type { CellView } from "../../../callbacks/callback-context.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import { listCells } from "../../../store/sweep/read-cells.ts";
import type { TaskRow } from "../../../store/run/tasks.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { studyMeasuredBy } from "../../kinds/study/study-tasks.ts";
import { taskGrid } from "../../search/task-grid.ts";

/**
 * Cells that failed while a study of a backtest measured them, under the name of the task that did; they may be well in the backtest
 * itself.
 *
 * @param specIndex position of the backtest in the DAG
 */
export async function failedStudyCells(
  connection: Connection,
  of: { readonly tasks: readonly TaskRow[]; readonly specIndex: number; readonly backtest: BacktestSpec },
  limit: number,
): Promise<readonly CellView[]> {
  const { tasks, specIndex, backtest } = of;
  const found: CellView[] = [];
  for (const task of tasks) {
    if (task.specIndex !== specIndex || studyMeasuredBy(task) === null || task.cellsFailed === 0) continue;
    const grid = await taskGrid(connection, task, backtest);
    const query = { taskId: task.id, order: { by: "cell" }, state: "failed", limit: limit - found.length } as const;
    for (const { cell, state, error } of await listCells(connection, query)) {
      found.push({
        backtest: task.key,
        cell,
        state,
        params: grid.cellAt(cell),
        metrics: null,
        reasons: {},
        refused: null,
        error: error?.message ?? null,
      });
    }
  }
  return found;
}
