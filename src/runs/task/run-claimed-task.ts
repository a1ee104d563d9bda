import type { TaskId } from "../../core/names/ids.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { ClaimedTask } from "../../store/moves/attempt-moves.ts";
import { isConnectionLost } from "../../store/connection/transaction.ts";
import { errorOf } from "../error-of.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";
import { WORK_OF_KIND } from "../kinds/work-of-kind.ts";
import type { WorkDeps } from "../work-deps.ts";
import { backoffMs } from "./backoff-ms.ts";
import type { Outcome } from "./task-batching.ts";

/** Takes a task, if it is still to be had, does the work of its kind, and hands the outcome back: a failed try is repeated within the retry limit. */
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
  let spec: DagSpec | undefined;
  try {
    spec = await deps.dags.read(task);
    if (work === null) throw new TypeError(`Tasks of the kind ${task.kind} are not taken as a whole`);
    const output = await work.perform(task, { spec, signal, deps });
    return { kind: "succeeded", output: isJson(output) ? output : null };
  } catch (thrown) {
    if (signal.aborted) return { kind: "given_up" };
    const error = errorOf(thrown, work?.failureCode ?? "EXECUTOR_FAILED");
    deps.logs.ofTask(task.runId, task.taskId).error(error.message, { code: error.code });
    const tries = task.attempts + 1;
    const limit = spec?.retry.limit ?? 0;
    if (tries > limit && !isConnectionLost(thrown)) return { kind: "failed", error };
    const delayMs = backoffMs(spec?.retry.backoffMs ?? 1000, tries);
    return { kind: "retry", error, delayMs };
  }
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
