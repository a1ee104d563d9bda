import type { TaskId } from "../../core/names/ids.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { CallbackSpec } from "../../core/spec/callback-spec.ts";
import type { ClaimedTask } from "../../store/moves/attempt-moves.ts";
import { isConnectionLost } from "../../store/connection/transaction.ts";
import { errorOf } from "../error-of.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";
import { backoffMs } from "../sweep/give-back-range.ts";
import type { WorkDeps } from "../work-deps.ts";
import { callbackContext } from "./callback-context.ts";
import type { Outcome } from "./task-batching.ts";

/** Runs one callback of a run, if it is still to be had, and hands its outcome back. */
export async function runCallbackTask(taskId: TaskId, deps: WorkDeps): Promise<void> {
  const task = await deps.desk.claim(taskId);
  if (task === null) return;
  const stop = deps.stops.watch(task.runId);
  deps.active.add(task.attemptId);
  try {
    const outcome = await perform(task, deps, stop.signal);
    await retryUntilConnected(() => deps.desk.handBack(task, outcome), { ending: deps.draining });
  } finally {
    stop.release();
    deps.active.delete(task.attemptId);
  }
}

async function perform(task: ClaimedTask, deps: WorkDeps, signal: AbortSignal): Promise<Outcome> {
  let spec: DagSpec | undefined;
  try {
    spec = await deps.dags.read(task);
    const callback = callbackOf(spec, task);
    const log = deps.logs.ofTask(task.runId, task.taskId);
    const context = callbackContext(task, { spec, callback, log, signal, deps });
    const output = await deps.runCallback(callback, context);
    return { kind: "succeeded", output: isJson(output) ? output : null };
  } catch (thrown) {
    if (signal.aborted) return { kind: "given_up" };
    const error = errorOf(thrown, "CALLBACK_FAILED");
    deps.logs.ofTask(task.runId, task.taskId).error(error.message, { code: error.code });
    const tries = task.attempts + 1;
    const limit = spec?.retry.limit ?? 0;
    if (tries > limit && !isConnectionLost(thrown)) return { kind: "failed", error };
    const delayMs = backoffMs(spec?.retry.backoffMs ?? 1000, tries);
    return { kind: "retry", error, delayMs };
  }
}

function callbackOf(spec: DagSpec, task: ClaimedTask): CallbackSpec {
  const list = task.phase === "before" ? spec.before : spec.after;
  const callback = list[task.specIndex];
  if (callback === undefined) throw new RangeError(`The DAG has no ${task.phase}-callback ${task.specIndex}`);
  return callback;
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
