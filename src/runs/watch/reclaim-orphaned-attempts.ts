import { endAttempts } from "../../store/moves/attempt-moves.ts";
import { requeueTask } from "../../store/moves/task-moves.ts";
import { listOwnAttempts, type OrphanAttempt } from "../../store/run/recover.ts";
import { lockRun } from "../../store/run/runs.ts";
import { addSpareRanges } from "../../store/moves/lease-range.ts";
import { inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { endStoppedTask } from "../end/stop-run.ts";
import type { WorkDeps } from "../work-deps.ts";
import { wakeOpenWork } from "./wake-open-work.ts";

/**
 * Gives back attempts that the database says are ours but nobody here works on: their claim was
 * committed, and the answer lost with the connection (I9).
 *
 * @param minAgeMs younger ones may be on their way to us
 */
export async function reclaimOrphanedAttempts(deps: WorkDeps, minAgeMs: number): Promise<void> {
  const own = await listOwnAttempts(deps.database, deps.workerId, minAgeMs);
  const strays = own.filter((attempt) => !deps.active.has(attempt.id));
  if (strays.length === 0) return;
  for (const stray of strays) await inTransaction(deps.database, (transaction) => takeBack(transaction, stray));
  await wakeOpenWork(deps.database);
}

async function takeBack(transaction: Transaction, stray: OrphanAttempt): Promise<void> {
  const run = await lockRun(transaction, stray.runId);
  const lost = await endAttempts(transaction, [{ id: stray.id, state: "lost", error: null }]);
  if (run === null || !lost.has(stray.id)) return;
  const { from, to, kills, taskId } = stray;
  if (run.stopping !== null) await endStoppedTask(transaction, run, taskId);
  else if (from === null || to === null)
    await requeueTask(transaction, taskId, { because: "stray", runAfter: null, error: null });
  else await addSpareRanges(transaction, taskId, [{ from, to, kills }]);
}
