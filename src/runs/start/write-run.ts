import type { RunId, TaskId } from "../../core/names/ids.ts";
import { POOL_PREFIX, poolLimit } from "../../core/names/limit-names.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { LimitsSpec } from "../../core/spec/limits-spec.ts";
import { namesWithoutLimit } from "../../store/limits/slot-limits.ts";
import { mustWaitForRuns, writeDagLimits } from "../limits/dag-limits.ts";
import { unknownPool } from "../limits/require-pools.ts";
import type { TaskKind } from "../../core/names/states.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import { addDag, addDagVersion } from "../../store/run/dags.ts";
import { queueWaiting } from "../../store/moves/task-moves.ts";
import { insertRun } from "../../store/run/runs.ts";
import { insertTasks, type NewTask } from "../../store/run/tasks.ts";
import { beginWait } from "../../store/run/waits.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { type Pinning, pinPlan } from "../versions/pin-plan.ts";
import type { PlannedRead } from "../versions/planned-read.ts";
import { jobsOf } from "./jobs-of.ts";
import type { RunPlan } from "./run-plan.ts";

/**
 * Writes a run, its tasks, and the jobs of those that wait for nothing (none for a held run).
 * False when the DAG has a run of this tick already: nothing is left behind then (I1).
 */
export async function writeRun(
  transaction: Transaction,
  plan: Pick<RunPlan, "file" | "version" | "run" | "tasks"> & {
    readonly limits?: LimitsSpec;
    readonly reads?: readonly PlannedRead[];
  },
  pinning?: Pinning,
): Promise<boolean> {
  const { version, limits = {} } = plan;
  const { dagId, trigger } = plan.run;
  // It has a number of its own of runs at a time.
  const isBackfill = trigger === "backfill";
  await addDagVersion(transaction, version);
  await addDag(transaction, { id: dagId, file: plan.file, hash: version.hash });
  const held = plan.run.held || (!isBackfill && (await mustWaitForRuns(transaction, dagId, limits)));
  // After the lock on the DAG, which schedulers take first.
  const pins = await pinPlan(transaction, { reads: [], ...plan }, pinning);
  const { tasks } = pins;
  const run = { ...pins.run, held };
  if (!(await insertRun(transaction, run))) return false;
  await writeDagLimits(transaction, run, limits);
  await writeTasks(transaction, run, tasks);
  if (await beginWait(transaction, run.id)) {
    await enqueueJobs(transaction, [{ name: "look_for_data", subject: run.id }]);
  }
  await notify(transaction, "nightgrid_run", run.id);
  return true;
}

/**
 * Writes tasks of a run, and the jobs of those that wait for nothing (none for a held run).
 *
 * @param earlier ids of its first tasks, which are written already and have ended well
 * @throws AppError POOL_UNKNOWN when a pool was removed meanwhile; none is from here to the end of the transaction
 */
export async function writeTasks(
  transaction: Transaction,
  run: { readonly id: RunId; readonly held: boolean; readonly priority?: Priority },
  tasks: readonly NewTask[],
  earlier: readonly TaskId[] = [],
): Promise<void> {
  const pools = [...new Set(tasks.flatMap(({ pool }) => pool?.name ?? []))];
  const [gone] = pools.length === 0 ? [] : await namesWithoutLimit(transaction, pools.map(poolLimit));
  if (gone !== undefined) throw unknownPool(gone.slice(POOL_PREFIX.length));
  const ids = await insertTasks(transaction, run.id, tasks, earlier);
  if (run.held) return;
  const roots = tasks.flatMap((task, position) =>
    task.needs.every((need) => need < earlier.length) ? [{ id: ids[position] ?? ("" as TaskId), kind: task.kind }] : [],
  );
  await queueTasks(transaction, roots, run);
}

/** Moves waiting tasks to `queued` and asks for their jobs. */
export async function queueTasks(
  transaction: Transaction,
  tasks: readonly { readonly id: TaskId; readonly kind: TaskKind }[],
  { priority = "normal" }: { readonly priority?: Priority },
): Promise<void> {
  if (tasks.length === 0) return;
  const moved = await queueWaiting(
    transaction,
    tasks.map((task) => task.id),
  );
  await enqueueJobs(
    transaction,
    jobsOf(tasks.filter((task) => moved.has(task.id)).map(({ id, kind }) => ({ id, kind, priority }))),
  );
}
