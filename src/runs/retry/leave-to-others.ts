import type { RunId, TaskId } from "../../core/names/ids.ts";
import { declineTask } from "../../store/declined.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import type { WorkDeps } from "../work-deps.ts";

/**
 * Leaves a task that cannot be done on this host to the other workers, and says so in the log of the run, once. Expects the lock
 * on the run.
 *
 * @returns false when no live worker is left that could: then it has failed
 */
export async function leaveToOthers(
  transaction: Transaction,
  { runId, taskId, reason }: { readonly runId: RunId; readonly taskId: TaskId; readonly reason: string },
  { logs, workerId }: Pick<WorkDeps, "logs" | "workerId">,
): Promise<boolean> {
  const { isNew, hasOthers } = await declineTask(transaction, taskId, workerId);
  if (isNew && hasOthers) logs.ofTask(runId, taskId).warn(`Worker ${workerId} leaves this to other workers: ${reason}`);
  return hasOthers;
}
