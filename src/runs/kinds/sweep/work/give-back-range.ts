import type { FailureClass } from "../../../../core/errors/failure-class.ts";
import { retryOf } from "../../../../factory/dag-spec.ts";
import { endAttempts } from "../../../../store/moves/attempt-moves.ts";
import { addSpareRanges, type Lease } from "../../../../store/moves/lease-range.ts";
import { countFailedTry } from "../../../../store/moves/task-moves.ts";
import { readExternalId } from "../../../../store/run/attempts.ts";
import { lockRun } from "../../../../store/run/runs.ts";
import type { TaskError } from "../../../../store/run/tasks.ts";
import { inTransaction, type Transaction } from "../../../../store/connection/transaction.ts";
import { settleTasks } from "../../../end/settle-tasks.ts";
import { endStoppedTask } from "../../../end/stop-run.ts";
import { wakeLines } from "../../../limits/wake-lines.ts";
import { nextTry } from "../../../retry/next-try.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";
import { retryLater } from "../again/retry-later.ts";

/** Ends an attempt whose run was told to stop, or whose task has taken too long. */
export async function giveUpRange(task: OpenTask, lease: Lease, deps: Pick<WorkDeps, "database">): Promise<void> {
  await inTransaction(deps.database, async (transaction) => {
    const run = await lockRun(transaction, task.runId);
    const { held, freed } = await endAttempts(transaction, [{ id: lease.attemptId, state: "cancelled", error: null }]);
    if (held.has(lease.attemptId)) await keepExternalWork(transaction, task, lease);
    if (run !== null && run.stopping !== null) await endStoppedTask(transaction, run, task.taskId);
    await wakeLines(transaction, freed);
  });
}

export interface RangeFailure {
  readonly error: TaskError;
  readonly failureClass: FailureClass;
}

/**
 * A range that could not be computed at all (not: a cell that failed) is tried again as `retry` has it; then the sweep fails.
 */
export async function failRange(
  task: OpenTask,
  lease: Lease,
  { error, failureClass }: RangeFailure,
  deps: Pick<WorkDeps, "database" | "random">,
): Promise<void> {
  const { taskId, runId, spec, sweep } = task;
  await inTransaction(deps.database, async (transaction) => {
    const run = await lockRun(transaction, runId);
    const { held, freed } = await endAttempts(transaction, [{ id: lease.attemptId, state: "failed", error }]);
    if (run === null || !held.has(lease.attemptId)) return;
    if (failureClass !== "lost_worker") await countFailedTry(transaction, taskId, error);
    const { delayMs, tries, kills } = nextTry(retryOf(spec, sweep.backtest), { failureClass, lease }, deps.random);
    if (run.stopping !== null || delayMs === null) {
      await keepExternalWork(transaction, task, lease);
      if (run.stopping !== null) await endStoppedTask(transaction, run, taskId);
      else await settleTasks(transaction, run, [{ id: taskId, state: "failed", error, output: null }]);
    } else {
      const externalId = await readExternalId(transaction, lease.attemptId);
      const { from, to } = lease;
      await retryLater(transaction, task, [{ from, to, kills, externalId, tries, delayMs, error }]);
    }
    await wakeLines(transaction, freed);
  });
}

/** What the attempt has begun outside of its worker is gone on with by the next one, or else ended: it is not forgotten (I5). */
async function keepExternalWork(transaction: Transaction, { taskId }: OpenTask, lease: Lease): Promise<void> {
  const externalId = await readExternalId(transaction, lease.attemptId);
  if (externalId !== null) await addSpareRanges(transaction, taskId, [{ ...lease, externalId }]);
}
