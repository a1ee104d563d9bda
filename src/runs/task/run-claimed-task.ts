import { failureClassOf } from "../../core/errors/failure-class.ts";
import { isLackOfHost } from "../../core/errors/host-lacks.ts";
import type { TaskId } from "../../core/names/ids.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { ClaimedTask } from "../../store/moves/attempt-moves.ts";
import { inTransaction, isConnectionLost, type Transaction } from "../../store/connection/transaction.ts";
import { lockRun } from "../../store/run/runs.ts";
import { errorOf } from "../error-of.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";
import { WORK_OF_KIND } from "../kinds/work-of-kind.ts";
import { leaveToOthers } from "../retry/leave-to-others.ts";
import { nextTryMs } from "../retry/next-try-ms.ts";
import type { WorkDeps } from "../work-deps.ts";
import type { Outcome } from "./task-batching.ts";
import type { WholeTaskWork } from "./whole-task-work.ts";

/** Takes a task, if it is still to be had, does the work of its kind, and hands the outcome back: a failed try is repeated as `retry` has it. */
export async function runClaimedTask(taskId: TaskId, deps: WorkDeps): Promise<void> {
  const task = await deps.desk.claim(taskId);
  if (task === null) return;
  const stop = deps.stops.watch(task.runId);
  deps.active.add(task.attemptId);
  try {
    const outcome = await outcomeOf(task, { deps, signal: stop.signal });
    await retryUntilConnected(() => deps.desk.handBack(task, outcome), { ending: deps.draining });
  } finally {
    stop.release();
    deps.active.delete(task.attemptId);
  }
}

async function outcomeOf(
  task: ClaimedTask,
  { deps, signal }: { readonly deps: WorkDeps; readonly signal: AbortSignal },
): Promise<Outcome> {
  const work = WORK_OF_KIND[task.kind];
  let spec: DagSpec | null = null;
  try {
    spec = await deps.dags.read(task);
    if (work === null) throw new TypeError(`Tasks of the kind ${task.kind} are not taken as a whole`);
    const output = await work.perform(task, { spec, signal, deps });
    const kept = isJson(output) ? output : null;
    const refusal = work.refusalOf?.(output) ?? null;
    if (refusal === null) return { kind: "succeeded", output: kept };
    deps.logs.ofTask(task.runId, task.taskId).error(refusal.message, { code: refusal.code });
    return { kind: "failed", error: errorOf(refusal, work.failureCode), output: kept };
  } catch (thrown) {
    if (signal.aborted) return { kind: "given_up" };
    return outcomeOfFailure(thrown, { task, spec, work }, deps);
  }
}

async function outcomeOfFailure(
  thrown: unknown,
  {
    task,
    spec,
    work,
  }: { readonly task: ClaimedTask; readonly spec: DagSpec | null; readonly work: WholeTaskWork | null },
  deps: WorkDeps,
): Promise<Outcome> {
  const error = errorOf(thrown, work?.failureCode ?? "EXECUTOR_FAILED");
  if (isLackOfHost(thrown) && (await isLeft(task, error.message, deps)))
    return { kind: "interrupted", error, delayMs: LEFT_FOR_MS };
  deps.logs.ofTask(task.runId, task.taskId).error(error.message, { code: error.code });
  if (isConnectionLost(thrown)) return { kind: "interrupted", error, delayMs: INTERRUPTED_MS };
  const retry = (spec === null ? null : work?.retryOf(spec, task)) ?? NO_RETRY;
  const failure = { failureClass: failureClassOf(thrown, error.code), tries: task.attempts + 1 };
  const delayMs = nextTryMs(retry, failure, deps.random);
  return delayMs === null ? { kind: "failed", error } : { kind: "retry", error, delayMs };
}

/** Pause before a task is repeated under which the database went away. */
const INTERRUPTED_MS = 2000;

/** So long a worker waits before it asks again whether it can do what it has left to others. */
const LEFT_FOR_MS = 5000;

function isLeft({ runId, taskId }: ClaimedTask, reason: string, deps: WorkDeps): Promise<boolean> {
  const leave = async (transaction: Transaction) =>
    (await lockRun(transaction, runId)) !== null && leaveToOthers(transaction, { runId, taskId, reason }, deps);
  return retryUntilConnected(() => inTransaction(deps.database, leave), { ending: deps.draining });
}

/** Of a DAG that cannot be read. */
const NO_RETRY = { limit: 0, backoffMs: 1000 };

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
