import type { RunId, TaskId } from "../../core/names/ids.ts";
import { type Stop, tellRunToStop } from "../../store/moves/run-moves.ts";
import { dropUnbegun } from "../../store/moves/task-moves.ts";
import { countTaskAttempts, listIdleTasks } from "../../store/run/attempts.ts";
import { lockRun, type RunRow } from "../../store/run/runs.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { askForEnd, settleTasks } from "./settle-tasks.ts";

/**
 * Tells a run to stop (I5): nothing new starts, work in progress is told to give up, and the run
 * ends once all of it is gone. False when the run has ended or is stopping already.
 */
export async function stopRun(database: Database, id: RunId, stop: Stop): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const run = await lockRun(transaction, id);
    return run !== null && stopLockedRun(transaction, run, stop);
  });
}

/** As `stopRun`, in a transaction that holds the run. */
export async function stopLockedRun(transaction: Transaction, run: RunRow, stop: Stop): Promise<boolean> {
  if (!(await tellRunToStop(transaction, run.id, stop))) return false;
  const dropped = await dropUnbegun(transaction, run.id, "drop");
  if (dropped.open === 0) await askForEnd(transaction, run);
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
