import type { TaskId } from "../../core/ids.ts";
import { lockRun } from "../../store/run/runs.ts";
import { readTask } from "../../store/run/tasks.ts";
import { markSweepRunning } from "../../store/sweep/claim-sweep.ts";
import { inTransaction, isConnectionLost } from "../../store/transaction.ts";
import { settleTasks } from "../end/settle-tasks.ts";
import { errorOf } from "../error-of.ts";
import type { WorkDeps } from "../work-deps.ts";
import type { OpenTask } from "./sweep-cache.ts";

/** Opens a sweep for work. When its data or code cannot be had, the sweep fails with that reason: null. */
export async function openOrFail(
  taskId: TaskId,
  deps: Pick<WorkDeps, "database" | "sweeps">,
): Promise<OpenTask | null> {
  try {
    return await deps.sweeps.open(taskId);
  } catch (thrown) {
    if (isConnectionLost(thrown)) throw thrown;
    const error = errorOf(thrown, "STRATEGY_INVALID");
    await inTransaction(deps.database, async (transaction) => {
      const task = await readTask(transaction, taskId);
      const run = task === null ? null : await lockRun(transaction, task.runId);
      if (run === null) return;
      await markSweepRunning(transaction, taskId);
      await settleTasks(transaction, run, [{ id: taskId, state: "failed", error, output: null }]);
    });
    return null;
  }
}
