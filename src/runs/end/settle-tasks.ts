import type { TaskId } from "../../core/names/ids.ts";
import { decideTrigger } from "../../core/names/trigger-rule.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import {
  dropUnbegun,
  endTasks,
  meetNeeds,
  moveWaiting,
  type Settlement,
  summariseNeeds,
  type TaskEnd,
} from "../../store/run/move-tasks.ts";
import { closeTasks, type RunRow } from "../../store/run/runs.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { queueTasks } from "../start/write-run.ts";

/**
 * Ends tasks of one run, however many at once, and brings on what follows: dependants are
 * counted down, those that are ready get their jobs, and the last task asks for the end of the run.
 * No polling over blocked tasks. The run must be locked by this transaction.
 */
export async function settleTasks(transaction: Transaction, run: RunRow, ends: readonly TaskEnd[]): Promise<void> {
  if (ends.length === 0) return;
  const settled = await endTasks(transaction, run.id, ends);
  const dropped = await bringOn(transaction, run, settled);
  const open = dropped === 0 ? settled.open : await closeTasks(transaction, run.id, dropped);
  if (settled.ended > 0 && open === 0) await askForEnd(transaction, run);
}

/** Takes tasks that ended without having begun off the run's open ones; the last of them asks for the end of the run. */
export async function closeRunTasks(transaction: Transaction, run: RunRow, ended: number): Promise<void> {
  const open = await closeTasks(transaction, run.id, ended);
  if (open === 0) await askForEnd(transaction, run);
  await notify(transaction, "nightgrid_run", run.id);
}

function askForEnd(transaction: Transaction, run: RunRow): Promise<void> {
  return enqueueJobs(transaction, [{ name: "finish_run", subject: run.id }]);
}

/** Gives back how many further tasks have ended by it, without ever having begun. */
async function bringOn(transaction: Transaction, run: RunRow, settled: Settlement): Promise<number> {
  // A stopping run has dropped all that had not begun.
  if (run.stopping !== null || settled.ended === 0) return 0;
  // A before-callback that fails stops the run: not even after-callbacks run.
  if (settled.isStopped) return dropUnbegun(transaction, run.id, "skipped");
  return wakeReady(transaction, settled.ready);
}

/** A skipped task has ended too, so it counts for those that need it in turn. Gives back how many were skipped. */
async function wakeReady(transaction: Transaction, first: readonly TaskId[]): Promise<number> {
  let skippedTotal = 0;
  let ready = first;
  while (ready.length > 0) {
    const tasks = await summariseNeeds(transaction, ready);
    const decided = tasks.map((task) => ({ task, decision: decideTrigger(task.triggerRule, task, task.minSuccess) }));
    await queueTasks(
      transaction,
      decided.filter(({ decision }) => decision === "run").map(({ task }) => task),
    );
    const toSkip = decided.filter(({ decision }) => decision === "skip").map(({ task }) => task.id);
    const skipped = toSkip.length === 0 ? [] : await moveWaiting(transaction, toSkip, "skipped");
    skippedTotal += skipped.length;
    ready = skipped.length === 0 ? [] : await meetNeeds(transaction, skipped);
  }
  return skippedTotal;
}
