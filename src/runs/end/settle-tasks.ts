import type { TaskId } from "../../core/ids.ts";
import { decideTrigger } from "../../core/trigger-rule.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import {
  dropUnbegun,
  type EndedTask,
  endTasks,
  meetNeeds,
  moveWaiting,
  type TaskEnd,
} from "../../store/run/move-tasks.ts";
import { closeTasks, type RunRow } from "../../store/run/runs.ts";
import type { Transaction } from "../../store/transaction.ts";
import { queueTasks } from "../start/write-run.ts";

/**
 * Ends tasks of one run, however many at once, and brings on what follows: dependants are
 * counted down, those that are ready get their jobs, and the last task asks for the end of the run.
 * No polling over blocked tasks. The run must be locked by this transaction.
 */
export async function settleTasks(transaction: Transaction, run: RunRow, ends: readonly TaskEnd[]): Promise<void> {
  const ended = await endTasks(transaction, ends);
  if (ended.length === 0) return;
  const dropped = await bringOn(transaction, run, ended);
  await closeRunTasks(transaction, run, ended.length + dropped);
}

/** Takes ended tasks off the run's open ones; the last of them asks for the end of the run. */
export async function closeRunTasks(transaction: Transaction, run: RunRow, ended: number): Promise<void> {
  const open = await closeTasks(transaction, run.id, ended);
  if (open === 0) await enqueueJobs(transaction, [{ name: "finish_run", subject: run.id }]);
  await notify(transaction, "nightgrid_run", run.id);
}

/** Gives back how many further tasks have ended by it, without ever having begun. */
async function bringOn(transaction: Transaction, run: RunRow, ended: readonly EndedTask[]): Promise<number> {
  // A stopping run has dropped all that had not begun.
  if (run.stopping !== null) return 0;
  // A before-callback that fails stops the run: not even after-callbacks run.
  const isStopped = ended.some((task) => task.phase === "before" && task.state === "failed");
  if (isStopped) return dropUnbegun(transaction, run.id, "skipped");
  return wakeDependants(
    transaction,
    ended.map((task) => task.id),
  );
}

/** A skipped task has ended too, so it counts for those that need it in turn. */
async function wakeDependants(transaction: Transaction, first: readonly TaskId[]): Promise<number> {
  let skippedTotal = 0;
  let ended = first;
  while (ended.length > 0) {
    const ready = await meetNeeds(transaction, ended);
    const decided = ready.map((task) => ({ task, decision: decideTrigger(task.triggerRule, task, task.minSuccess) }));
    await queueTasks(
      transaction,
      decided.filter(({ decision }) => decision === "run").map(({ task }) => task),
    );
    const toSkip = decided.filter(({ decision }) => decision === "skip").map(({ task }) => task.id);
    ended = toSkip.length === 0 ? [] : await moveWaiting(transaction, toSkip, "skipped");
    skippedTotal += ended.length;
  }
  return skippedTotal;
}
