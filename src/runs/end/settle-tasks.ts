import { decideTrigger, type TriggerDecision } from "../../core/names/trigger-rule.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { dropUnbegun, endTasks, type Settlement, skipTasks, type TaskEnd } from "../../store/moves/task-moves.ts";
import type { RunRow } from "../../store/run/runs.ts";
import { beginWait, dropWait } from "../../store/run/waits.ts";
import { summariseNeeds } from "../../store/run/task-needs.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { queueTasks } from "../start/write-run.ts";

/**
 * Ends tasks of one run, however many at once, and brings on what follows: dependants are
 * counted down, those that are ready get their jobs, and the last task asks for the end of the run, or for its plan.
 * No polling over blocked tasks. The run must be locked by this transaction.
 */
export async function settleTasks(transaction: Transaction, run: RunRow, ends: readonly TaskEnd[]): Promise<void> {
  if (ends.length === 0) return;
  const settled = await endTasks(transaction, run.id, ends);
  if (settled.ended === 0) return;
  const open = await bringOn(transaction, run, settled);
  if (open > 0) return;
  if (run.waitsFor === null || run.stopping !== null) return askForEnd(transaction, run);
  if (!settled.isStopped) return askForPlan(transaction, run);
  await dropWait(transaction, run.id);
  await askForEnd(transaction, run);
}

/** The callbacks that go before the data of a run have ended. */
export async function askForPlan(transaction: Transaction, run: Pick<RunRow, "id">): Promise<void> {
  if (!(await beginWait(transaction, run.id))) return;
  await enqueueJobs(transaction, [{ name: "look_for_data", subject: run.id }]);
}

/** The last task of a run has ended. */
export function askForEnd(transaction: Transaction, run: Pick<RunRow, "id">): Promise<void> {
  return enqueueJobs(transaction, [{ name: "finish_run", subject: run.id }]);
}

/** Gives back how many tasks of the run have still to end. */
async function bringOn(transaction: Transaction, run: RunRow, settled: Settlement): Promise<number> {
  // A stopping run has dropped all that had not begun.
  if (run.stopping !== null) return settled.open;
  // A before-callback that fails stops the run: not even after-callbacks run.
  if (settled.isStopped) return (await dropUnbegun(transaction, run.id, "skip")).open;
  return wakeReady(transaction, run, settled);
}

/**
 * Queues tasks whose needs have all ended, or skips them, as their trigger rules have it. A skipped task has ended too, so it
 * counts for those that need it in turn. Gives back how many have still to end.
 */
export async function wakeReady(
  transaction: Transaction,
  run: Pick<RunRow, "id" | "priority">,
  first: Pick<Settlement, "ready" | "open">,
): Promise<number> {
  let settled: Pick<Settlement, "ready" | "open"> = first;
  while (settled.ready.length > 0) {
    const tasks = await summariseNeeds(transaction, settled.ready);
    const decided = tasks.map((task) => ({ task, decision: decideTrigger(task.triggerRule, task, task.minSuccess) }));
    const of = (decision: TriggerDecision) =>
      decided.filter((each) => each.decision === decision).map(({ task }) => task);
    await queueTasks(transaction, of("run"), run);
    const toSkip = of("skip").map(({ id }) => id);
    if (toSkip.length === 0) break;
    settled = await skipTasks(transaction, run.id, toSkip);
  }
  return settled.open;
}
