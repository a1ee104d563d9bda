import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { beginWait } from "../../store/run/waits.ts";
import { releaseHeldRun } from "../../store/moves/run-moves.ts";
import { listTasks } from "../../store/run/tasks.ts";
import { listRootIds } from "../../store/run/task-needs.ts";
import type { RunId } from "../../core/names/ids.ts";
import { readRun } from "../../store/run/runs.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { queueTasks } from "./write-run.ts";

/** Lets the held runs of a DAG go that may, the oldest first: as many as may go on at a time. */
export async function releaseHeldRuns(transaction: Transaction, dagId: string): Promise<void> {
  for (;;) {
    const runId = await releaseHeldRun(transaction, dagId);
    if (runId === null) return;
    await letGo(transaction, runId);
  }
}

async function letGo(transaction: Transaction, runId: RunId): Promise<void> {
  if (await beginWait(transaction, runId)) return enqueueJobs(transaction, [{ name: "look_for_data", subject: runId }]);
  const roots = new Set(await listRootIds(transaction, runId));
  const tasks = (await listTasks(transaction, runId)).filter((task) => roots.has(task.id));
  const run = await readRun(transaction, runId);
  if (run !== null) await queueTasks(transaction, tasks, run);
}
