import { readNow } from "../../../../store/connection/database-clock.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { endAttempts } from "../../../../store/moves/attempt-moves.ts";
import { addSpareRanges, type Lease } from "../../../../store/moves/lease-range.ts";
import { countFailedTry } from "../../../../store/moves/task-moves.ts";
import { readExternalId } from "../../../../store/run/attempts.ts";
import { lockRun } from "../../../../store/run/runs.ts";
import type { TaskError } from "../../../../store/run/tasks.ts";
import { inTransaction, type Transaction } from "../../../../store/connection/transaction.ts";
import { settleTasks } from "../../../end/settle-tasks.ts";
import { endStoppedTask } from "../../../end/stop-run.ts";
import { backoffMs } from "../../../task/backoff-ms.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";

/** Ends an attempt whose run was told to stop. */
export async function giveUpRange(task: OpenTask, lease: Lease, deps: Pick<WorkDeps, "database">): Promise<void> {
  await inTransaction(deps.database, async (transaction) => {
    const run = await lockRun(transaction, task.runId);
    const held = await endAttempts(transaction, [{ id: lease.attemptId, state: "cancelled", error: null }]);
    if (held.has(lease.attemptId)) await keepExternalWork(transaction, task, lease);
    if (run !== null) await endStoppedTask(transaction, run, task.taskId);
  });
}

/**
 * A range that could not be computed at all (not: a cell that failed) is tried again within the DAG's
 * retry limit, after its backoff doubled with each try; then the sweep fails.
 */
export async function failRange(
  task: OpenTask,
  lease: Lease,
  error: TaskError,
  deps: Pick<WorkDeps, "database">,
): Promise<void> {
  const { taskId, runId, spec } = task;
  await inTransaction(deps.database, async (transaction) => {
    const run = await lockRun(transaction, runId);
    const held = await endAttempts(transaction, [{ id: lease.attemptId, state: "failed", error }]);
    if (run === null || !held.has(lease.attemptId)) return;
    const externalId = await keepExternalWork(transaction, task, lease);
    if (run.stopping !== null) return endStoppedTask(transaction, run, taskId);
    const tries = await countFailedTry(transaction, taskId, error);
    if (tries > spec.retry.limit) {
      return settleTasks(transaction, run, [{ id: taskId, state: "failed", error, output: null }]);
    }
    if (externalId === null) await addSpareRanges(transaction, taskId, [{ ...lease, externalId }]);
    // By the database's clock, which also decides when it is due.
    const now = await readNow(transaction);
    const runAt = new Date(now.getTime() + backoffMs(spec.retry.backoffMs, tries));
    await enqueueJobs(transaction, [{ name: "compute_cells", subject: taskId, runAt }]);
  });
}

/** What the attempt has begun outside of its worker is gone on with by the next one, or else ended: it is not forgotten (I5). */
async function keepExternalWork(transaction: Transaction, { taskId }: OpenTask, lease: Lease): Promise<string | null> {
  const externalId = await readExternalId(transaction, lease.attemptId);
  if (externalId !== null) await addSpareRanges(transaction, taskId, [{ ...lease, externalId }]);
  return externalId;
}
