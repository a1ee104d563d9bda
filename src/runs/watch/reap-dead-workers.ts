import { releaseJobs } from "../../store/enqueue-jobs.ts";
import { endAttempts } from "../../store/moves/attempt-moves.ts";
import { requeueTask } from "../../store/moves/task-moves.ts";
import {
  type Judge,
  listOrphanAttempts,
  listOrphanPools,
  markDeadWorkers,
  markReaped,
  type OrphanAttempt,
} from "../../store/run/recover.ts";
import { lockRun, type RunRow } from "../../store/run/runs.ts";
import { addSpareRanges } from "../../store/moves/lease-range.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { settleTasks } from "../end/settle-tasks.ts";
import { endStoppedTask } from "../end/stop-run.ts";
import { MAX_KILLS, splitLostRange } from "../sweep/lost-range.ts";
import { wakeOpenWork } from "./wake-open-work.ts";

/**
 * Takes the work of dead workers away from them and gives it out again (I3). None of it counts as
 * a failed try (I4). Gives back the ids of the workers that were declared dead by this call.
 */
export async function reapDeadWorkers(database: Database, judge: Judge): Promise<readonly string[]> {
  const dead = await markDeadWorkers(database, judge);
  const [orphans, pools] = await Promise.all([listOrphanAttempts(database), listOrphanPools(database)]);
  for (const orphan of orphans) await inTransaction(database, (transaction) => takeBack(transaction, orphan));
  await inTransaction(database, (transaction) => releaseJobs(transaction, pools));
  await markReaped(database);
  if (dead.length > 0 || orphans.length > 0) await wakeOpenWork(database);
  return dead;
}

async function takeBack(transaction: Transaction, orphan: OrphanAttempt): Promise<void> {
  const run = await lockRun(transaction, orphan.runId);
  const lost = await endAttempts(transaction, [{ id: orphan.id, state: "lost", error: null }]);
  if (run === null || !lost.has(orphan.id)) return;
  if (run.stopping !== null) return endStoppedTask(transaction, run, orphan.taskId);
  const { from, to, kills } = orphan;
  if (from === null || to === null) return takeBackCallback(transaction, run, orphan);
  await addSpareRanges(transaction, orphan.taskId, splitLostRange({ from, to, kills }));
}

async function takeBackCallback(transaction: Transaction, run: RunRow, orphan: OrphanAttempt): Promise<void> {
  const { taskId } = orphan;
  if (orphan.taskKills + 1 < MAX_KILLS) {
    await requeueTask(transaction, taskId, { because: "worker_died", runAfter: null, error: null });
    return;
  }
  const error = { code: "WORKER_LOST", message: `${MAX_KILLS} workers died while they ran this task` };
  await settleTasks(transaction, run, [{ id: taskId, state: "failed", error, output: null }]);
}
