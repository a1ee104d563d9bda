import { readNow } from "../../../../store/connection/database-clock.ts";
import { inTransaction } from "../../../../store/connection/transaction.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { endAttempts } from "../../../../store/moves/attempt-moves.ts";
import { addSpareRanges, type Lease } from "../../../../store/moves/lease-range.ts";
import { readExternalId } from "../../../../store/run/attempts.ts";
import { lockRun } from "../../../../store/run/runs.ts";
import type { TaskError } from "../../../../store/run/tasks.ts";
import { wakeLines } from "../../../limits/wake-lines.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import { nextTurn } from "../plan.ts";
import { OUTSIDE_TIMING } from "./outside-timing.ts";

/**
 * Puts a range off that could not be begun, or of which nobody knows whether it was, since what is to compute it cannot be
 * reached: that says nothing against the range, and uses up none of its tries. Whoever takes it looks for it by its name.
 */
export async function putOffRange(task: OpenTask, lease: Lease, error: TaskError, deps: WorkDeps): Promise<void> {
  const { taskId, runId, priority } = task;
  const { pauseMs } = deps.outsideTiming ?? OUTSIDE_TIMING;
  deps.logs.ofTask(runId, taskId).warn(`Not begun yet: ${error.message}`, { backtest: task.sweep.backtest.name });
  await inTransaction(deps.database, async (transaction) => {
    await lockRun(transaction, runId);
    const { held, freed } = await endAttempts(transaction, [{ id: lease.attemptId, state: "lost", error }]);
    if (!held.has(lease.attemptId)) return;
    const externalId = await readExternalId(transaction, lease.attemptId);
    // By the database's clock, which also decides when it is due.
    const at = new Date((await readNow(transaction)).getTime() + pauseMs * (1 + 2 * deps.random()));
    const { from, to, kills, tries = 0 } = lease;
    await addSpareRanges(transaction, taskId, [{ from, to, kills, tries, externalId, again: { at, error } }]);
    await enqueueJobs(transaction, [nextTurn({ id: taskId, priority, runAfter: at }, 0)]);
    await wakeLines(transaction, freed);
  });
}
