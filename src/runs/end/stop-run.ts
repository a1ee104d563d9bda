import type { Act } from "../../core/names/audit.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { type Stop, tellRunToStop } from "../../store/moves/run-moves.ts";
import { dropUnbegun } from "../../store/moves/task-moves.ts";
import { countTaskAttempts, listIdleTasks, lockRunningTasks } from "../../store/run/attempts.ts";
import { lockRun, type RunRow } from "../../store/run/runs.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { endLockedRun } from "./end-locked-run.ts";
import { askForEnd, settleTasks } from "./settle-tasks.ts";

/**
 * Tells a run to stop (I5): nothing new starts, work in progress is told to give up, and the run
 * ends once all of it is gone. False when the run has ended or is stopping already.
 *
 * @param act of the person who cancels it; absent when a rule stops it
 */
export async function stopRun(database: Database, id: RunId, stop: Stop, act?: Act): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const run = await lockRun(transaction, id);
    return run !== null && stopLockedRun(transaction, run, stop, act);
  });
}

/** As `stopRun`, in a transaction that holds the run. */
export async function stopLockedRun(transaction: Transaction, run: RunRow, stop: Stop, act?: Act): Promise<boolean> {
  if (!(await tellRunToStop(transaction, run.id, stop))) return false;
  if (act !== undefined) await recordAct(transaction, { action: "cancel", dagId: run.dagId, runId: run.id }, act);
  const dropped = await dropUnbegun(transaction, run.id, "drop");
  if (dropped.open === 0 && !(await endAtOnce(transaction, run, stop))) await askForEnd(transaction, run);
  await lockRunningTasks(transaction, run.id);
  const idle = await listIdleTasks(transaction, run.id);
  await cancelTasks(transaction, { ...run, stopping: stop.state }, idle);
  return true;
}

/** Where nothing was computed there is nothing to judge or to tell, and no worker is needed to say that it is cancelled. */
async function endAtOnce(transaction: Transaction, run: RunRow, stop: Stop): Promise<boolean> {
  if (stop.state !== "cancelled" || run.cellsDone > run.cellsFailed) return false;
  return endLockedRun(transaction, run, stop);
}

/** Ends a running task of a stopping run when nobody works on it any more. */
export async function endStoppedTask(transaction: Transaction, run: RunRow, taskId: TaskId): Promise<void> {
  await lockRunningTasks(transaction, run.id, [taskId]);
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
