import { failureClassOf } from "../../../../core/errors/failure-class.ts";
import type { TaskId } from "../../../../core/names/ids.ts";
import type { JobRequest } from "../../../../core/names/job-names.ts";
import type { RetrySpec } from "../../../../core/spec/retry-spec.ts";
import { retryOf } from "../../../../factory/dag-spec.ts";
import { readNow } from "../../../../store/connection/database-clock.ts";
import { inTransaction, isConnectionLost, type Transaction } from "../../../../store/connection/transaction.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { beginTask, deferTask } from "../../../../store/moves/task-moves.ts";
import { lockRun, type RunRow } from "../../../../store/run/runs.ts";
import { readTask, type TaskError, type TaskRow } from "../../../../store/run/tasks.ts";
import { settleTasks } from "../../../end/settle-tasks.ts";
import { errorOf } from "../../../error-of.ts";
import { leaveToOthers } from "../../../retry/leave-to-others.ts";
import { nextTryMs } from "../../../retry/next-try-ms.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import type { DueTask } from "../../kind-rules.ts";
import { nextTurn, wakeSweeps } from "../plan.ts";
import { NotOnThisHost } from "./open-here.ts";

type Deps = Pick<WorkDeps, "database" | "log" | "logs" | "dags" | "random" | "workerId">;

/** So long a worker waits before it asks again whether it can do what it has left to others. */
const LEFT_FOR_MS = 2000;

/**
 * Does something for a sweep. When it cannot be done on this host, it is left to the other workers while there are any; when
 * none of them can, or it cannot be done at all (there is a bug), that is tried again as `retry` has it, and then the sweep
 * fails with the reason, instead of being tried for ever.
 */
export async function failSweepOnError(taskId: TaskId, deps: Deps, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (caught) {
    if (isConnectionLost(caught)) throw caught;
    const isHosts = caught instanceof NotOnThisHost;
    const thrown = isHosts ? caught.reason : caught;
    const error = errorOf(thrown, "EXECUTOR_FAILED");
    const failureClass = failureClassOf(thrown, error.code);
    await inTransaction(deps.database, async (transaction) => {
      const seen = await readTask(transaction, taskId);
      const run = seen === null ? null : await lockRun(transaction, seen.runId);
      const task = run === null ? null : await readTask(transaction, taskId);
      if (run === null || task === null) return;
      if (isHosts && run.stopping === null && (await passOn(transaction, { run, task }, error, deps))) return;
      const retry = await retryOfTask(run, task, deps);
      const failure = { failureClass, tries: task.attempts + 1 };
      const delayMs = run.stopping === null && retry !== null ? nextTryMs(retry, failure, deps.random) : null;
      if (delayMs !== null && (await tryLater(transaction, { run, task }, { error, delayMs }))) return;
      deps.log.error(`Sweep ${taskId} fails: ${error.message}`, { code: error.code });
      await beginTask(transaction, taskId);
      await settleTasks(transaction, run, [{ id: taskId, state: "failed", error, output: null }]);
    });
  }
}

/** False when there is nobody else, or the sweep has ended. */
async function passOn(
  transaction: Transaction,
  { run, task: { id, state } }: { readonly run: RunRow; readonly task: TaskRow },
  error: TaskError,
  deps: Deps,
): Promise<boolean> {
  if (state !== "queued" && state !== "running") return false;
  const left = { runId: run.id, taskId: id, reason: error.message };
  if (!(await leaveToOthers(transaction, left, deps))) return false;
  const runAfter = new Date((await readNow(transaction)).getTime() + LEFT_FOR_MS);
  await enqueueJobs(transaction, goOnWith({ id, priority: run.priority, runAfter }, state));
  return true;
}

function goOnWith(due: DueTask, state: "queued" | "running"): readonly JobRequest[] {
  return state === "running" ? [nextTurn(due, 0)] : wakeSweeps([due]);
}

/** Null of a DAG that cannot be read. */
async function retryOfTask(run: RunRow, task: TaskRow, { dags }: Deps): Promise<RetrySpec | null> {
  const spec = await dags.read(run).catch(() => null);
  return spec === null ? null : retryOf(spec, spec.backtests[task.specIndex]);
}

/** False when the sweep has ended. */
async function tryLater(
  transaction: Transaction,
  { run, task: { id } }: { readonly run: RunRow; readonly task: TaskRow },
  { error, delayMs }: { readonly error: TaskError; readonly delayMs: number },
): Promise<boolean> {
  // By the database's clock, which also decides when it is due.
  const runAfter = new Date((await readNow(transaction)).getTime() + delayMs);
  const state = await deferTask(transaction, id, { runAfter, error });
  if (state === null) return false;
  const due = { id, priority: run.priority, runAfter };
  await enqueueJobs(transaction, goOnWith(due, state === "running" ? "running" : "queued"));
  return true;
}
