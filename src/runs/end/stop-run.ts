import type { RunId, TaskId } from "../../core/names/ids.ts";
import { notify } from "../../store/events.ts";
import { countTaskAttempts } from "../../store/run/attempts.ts";
import { dropUnbegun, listIdleTasks } from "../../store/run/move-tasks.ts";
import { lockRun, markStopping, type RunRow } from "../../store/run/runs.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { closeRunTasks, settleTasks } from "./settle-tasks.ts";

export interface StopRequest {
  /** The state that the run ends in. */
  readonly state: "failed" | "cancelled";
  readonly reason: string;
}

/**
 * Tells a run to stop (I5): nothing new starts, work in progress is told to give up, and the run
 * ends once all of it is gone. False when the run has ended or is stopping already.
 */
export async function stopRun(database: Database, id: RunId, stop: StopRequest): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const run = await lockRun(transaction, id);
    return run !== null && stopLockedRun(transaction, run, stop);
  });
}

/** As `stopRun`, in a transaction that holds the run. */
export async function stopLockedRun(transaction: Transaction, run: RunRow, stop: StopRequest): Promise<boolean> {
  if (!(await markStopping(transaction, run.id, stop))) return false;
  await notify(transaction, "nightgrid_stop", run.id);
  const dropped = await dropUnbegun(transaction, run.id, "cancelled");
  await closeRunTasks(transaction, run, dropped);
  const idle = await listIdleTasks(transaction, run.id);
  await cancelTasks(transaction, { ...run, stopping: stop.state }, idle);
  return true;
}

/** Ends a running task of a stopping run when nobody works on it any more. */
export async function endStoppedTask(transaction: Transaction, run: RunRow, taskId: TaskId): Promise<void> {
  if ((await countTaskAttempts(transaction, taskId)) === 0) await cancelTasks(transaction, run, [taskId]);
}

async function cancelTasks(transaction: Transaction, run: RunRow, ids: readonly TaskId[]): Promise<void> {
  if (ids.length === 0) return;
  await settleTasks(
    transaction,
    run,
    ids.map((id) => ({ id, state: "cancelled", error: null, output: null })),
  );
}
