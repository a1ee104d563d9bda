import type { TaskId } from "../../../../core/names/ids.ts";
import type { TaskEnd } from "../../../../store/moves/task-moves.ts";
import type { SweepProgress } from "../../../../store/moves/cell-moves.ts";
import { firstFailure } from "../../../../store/sweep/failed-cells.ts";
import type { Transaction } from "../../../../store/connection/transaction.ts";

/**
 * How a sweep ends once every cell is accounted for: well when at least one cell has a result
 * (failed ones are counted and shown), badly when all of them failed. Null while cells are left.
 */
export async function endOfSweep(
  transaction: Transaction,
  taskId: TaskId,
  progress: SweepProgress,
): Promise<TaskEnd | null> {
  const { cellsTotal, cellsDone, cellsFailed } = progress;
  if (cellsDone < cellsTotal) return null;
  if (cellsFailed < cellsTotal) return { id: taskId, state: "succeeded", error: null, output: null };
  const first = await firstFailure(transaction, taskId);
  const reason = first === null ? "" : `: ${first.error.message}`;
  const message =
    cellsTotal === 1 ? `The only cell failed${reason}` : `All ${cellsTotal} cells failed; the first${reason}`;
  return {
    id: taskId,
    state: "failed",
    error: { code: first?.error.code ?? "STRATEGY_FAILED", message },
    output: null,
  };
}
