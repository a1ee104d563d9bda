import type { TaskId } from "../../../../core/names/ids.ts";
import { lockRun } from "../../../../store/run/runs.ts";
import { readTask } from "../../../../store/run/tasks.ts";
import { beginTask } from "../../../../store/moves/task-moves.ts";
import { inTransaction, isConnectionLost } from "../../../../store/connection/transaction.ts";
import { settleTasks } from "../../../end/settle-tasks.ts";
import { errorOf } from "../../../error-of.ts";
import type { WorkDeps } from "../../../work-deps.ts";

/**
 * Does something for a sweep. When it cannot be done (data or code cannot be had, or there is a bug), the sweep
 * fails with that reason, instead of being tried for ever.
 */
export async function failSweepOnError(
  taskId: TaskId,
  deps: Pick<WorkDeps, "database" | "log">,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (isConnectionLost(thrown)) throw thrown;
    const error = errorOf(thrown, "EXECUTOR_FAILED");
    deps.log.error(`Sweep ${taskId} fails: ${error.message}`, { code: error.code });
    await inTransaction(deps.database, async (transaction) => {
      const task = await readTask(transaction, taskId);
      const run = task === null ? null : await lockRun(transaction, task.runId);
      if (run === null) return;
      await beginTask(transaction, taskId);
      await settleTasks(transaction, run, [{ id: taskId, state: "failed", error, output: null }]);
    });
  }
}
