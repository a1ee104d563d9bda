import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { TaskKind } from "../../core/names/states.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import { addDag, addDagVersion } from "../../store/run/dags.ts";
import { queueWaiting } from "../../store/moves/task-moves.ts";
import { insertRun } from "../../store/run/runs.ts";
import { insertTasks, type NewTask } from "../../store/run/tasks.ts";
import { beginWait } from "../../store/run/waits.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { jobsOf } from "./jobs-of.ts";
import type { RunPlan } from "./run-plan.ts";

/**
 * Writes a run, its tasks, and the jobs of those that wait for nothing (none for a held run).
 * False when the DAG has a run of this tick already: nothing is left behind then (I1).
 */
export async function writeRun(
  transaction: Transaction,
  plan: Pick<RunPlan, "file" | "version" | "run" | "tasks">,
): Promise<boolean> {
  const { run, tasks, version } = plan;
  await addDagVersion(transaction, version);
  await addDag(transaction, { id: run.dagId, file: plan.file, hash: version.hash });
  if (!(await insertRun(transaction, run))) return false;
  await writeTasks(transaction, run, tasks);
  if (await beginWait(transaction, run.id)) {
    await enqueueJobs(transaction, [{ name: "look_for_data", subject: run.id }]);
  }
  await notify(transaction, "nightgrid_run", run.id);
  return true;
}

/** Writes the tasks of a run, and the jobs of those that wait for nothing (none for a held run). */
export async function writeTasks(
  transaction: Transaction,
  run: { readonly id: RunId; readonly held: boolean },
  tasks: readonly NewTask[],
): Promise<void> {
  const ids = await insertTasks(transaction, run.id, tasks);
  if (run.held) return;
  const roots = tasks.flatMap((task, position) =>
    task.needs.length === 0 ? [{ id: ids[position] ?? ("" as TaskId), kind: task.kind }] : [],
  );
  await queueTasks(transaction, roots);
}

/** Moves waiting tasks to `queued` and asks for their jobs. */
export async function queueTasks(
  transaction: Transaction,
  tasks: readonly { readonly id: TaskId; readonly kind: TaskKind }[],
): Promise<void> {
  if (tasks.length === 0) return;
  const moved = await queueWaiting(
    transaction,
    tasks.map((task) => task.id),
  );
  await enqueueJobs(transaction, jobsOf(tasks.filter((task) => moved.has(task.id))));
}
