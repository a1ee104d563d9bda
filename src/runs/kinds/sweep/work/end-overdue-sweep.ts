import { AppError } from "../../../../core/errors/app-error.ts";
import type { TaskId } from "../../../../core/names/ids.ts";
import { formatDuration } from "../../../../core/time/duration.ts";
import { type Database, inTransaction } from "../../../../store/connection/transaction.ts";
import { lockRun } from "../../../../store/run/runs.ts";
import { readLeftMs } from "../../../../store/actions/time-left.ts";
import { readTask } from "../../../../store/run/tasks.ts";
import { settleTasks } from "../../../end/settle-tasks.ts";
import { errorOf } from "../../../error-of.ts";

/** Ends a sweep that has taken longer than it may; what was computed stays. No effect when it has ended, or has time left. */
export async function endOverdueSweep(taskId: TaskId, timeoutMs: number, database: Database): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const seen = await readTask(transaction, taskId);
    const run = seen === null ? null : await lockRun(transaction, seen.runId);
    const task = run === null ? null : await readTask(transaction, taskId);
    const leftMs = task === null ? null : await readLeftMs(transaction, taskId);
    // Its run may have been paused, or gone on, since somebody saw that it was over its time.
    if (run === null || task === null || leftMs === null || leftMs > 0) return;
    const error = errorOf(
      new AppError("BACKTEST_TIMEOUT", overdueMessage(timeoutMs, task.cellsDone, task.cellsTotal)),
      "BACKTEST_TIMEOUT",
    );
    await settleTasks(transaction, run, [{ id: taskId, state: "failed", error, output: null }]);
  });
}

function overdueMessage(timeoutMs: number, done: number, total: number): string {
  const cells = `${done.toLocaleString("en")} of ${total.toLocaleString("en")} cells are done`;
  return `Not done after ${formatDuration(timeoutMs)}: ${cells}, and kept. Raise timeout of the backtest.`;
}
