import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { beginWait } from "../../store/run/waits.ts";
import { releaseHeldRun } from "../../store/moves/run-moves.ts";
import { listTasks } from "../../store/run/tasks.ts";
import { listRootIds } from "../../store/run/task-needs.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { queueTasks } from "./write-run.ts";

/** Lets the oldest held run of a DAG go (overlap: queue), unless another one is still on its way. */
export async function releaseNextRun(transaction: Transaction, dagId: string): Promise<void> {
  const runId = await releaseHeldRun(transaction, dagId);
  if (runId === null) return;
  if (await beginWait(transaction, runId)) return enqueueJobs(transaction, [{ name: "look_for_data", subject: runId }]);
  const roots = new Set(await listRootIds(transaction, runId));
  const tasks = (await listTasks(transaction, runId)).filter((task) => roots.has(task.id));
  await queueTasks(transaction, tasks);
}
