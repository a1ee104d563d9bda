import { messageOf } from "../../../../core/errors/app-error.ts";
import { failureClassOf } from "../../../../core/errors/failure-class.ts";
import type { RunId, TaskId } from "../../../../core/names/ids.ts";
import type { OutsideState, OutsideSweep } from "../../../../executors/executor.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { inTransaction, isConnectionLost } from "../../../../store/connection/transaction.ts";
import {
  claimOutsideLooks,
  holdOutsideLook,
  nextOutsideLook,
  type OutsideLook,
} from "../../../../store/outside/outside-attempts.ts";
import { cellsDoneWithin } from "../../../../store/sweep/parts.ts";
import { errorOf } from "../../../error-of.ts";
import { retryUntilConnected } from "../../../retry-until-connected.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import { lookOutsideJob, nextTurn } from "../plan.ts";
import { commitRange } from "../work/commit-range.ts";
import { answeredRange, cellsToCompute } from "../work/compute-range.ts";
import { failRange } from "../work/give-back-range.ts";
import { failSweepOnError } from "../work/fail-sweep-on-error.ts";
import { isUnreachable } from "./is-unreachable.ts";
import { OUTSIDE_TIMING } from "./outside-timing.ts";

/**
 * Looks how all that a run has outside stands, and commits what has ended. Between two looks nothing is held: the next one is a
 * job of its own, which any worker may do.
 */
export async function lookOutside(runId: RunId, deps: WorkDeps): Promise<void> {
  const looks = await claimAndAskAgain(runId, deps);
  const ours = looks.filter(({ attemptId }) => !deps.active.has(attemptId));
  for (const [taskId, own] of Map.groupBy(ours, (look) => look.taskId)) {
    await failSweepOnError(taskId, deps, () => lookAfter(taskId, own, deps));
  }
}

function claimAndAskAgain(
  runId: RunId,
  { database, outsideTiming = OUTSIDE_TIMING }: WorkDeps,
): Promise<readonly OutsideLook[]> {
  return inTransaction(database, async (transaction) => {
    const looks = await claimOutsideLooks(transaction, runId, outsideTiming);
    // Also where nothing is due: somebody collects, and may not come to the end of it.
    const nextAt = looks[0]?.nextAt ?? (await nextOutsideLook(transaction, runId));
    if (nextAt !== null) await enqueueJobs(transaction, [lookOutsideJob(runId, nextAt)]);
    return looks;
  });
}

async function lookAfter(taskId: TaskId, looks: readonly OutsideLook[], deps: WorkDeps): Promise<void> {
  const task = await deps.sweeps.open(taskId);
  const { outside } = task.sweep.prepared;
  if (outside === undefined) throw new TypeError(`The ranges of task ${taskId} are not computed outside`);
  const states = await statesOf(task, { looks, outside }, deps);
  const ended = looks.filter(({ externalId }) => states.get(externalId)?.state === "ended");
  for (const look of ended) await collect(task, { look, outside }, deps);
  if (ended.length > 0) await enqueueJobs(deps.database, [nextTurn({ id: taskId, priority: task.priority }, 0)]);
}

/** None of what cannot be reached at the moment: the next look is due anyway. */
async function statesOf(
  task: OpenTask,
  { looks, outside }: { readonly looks: readonly OutsideLook[]; readonly outside: OutsideSweep },
  deps: WorkDeps,
): Promise<ReadonlyMap<string, OutsideState>> {
  try {
    const states = await outside.look(looks.map(({ externalId }) => externalId));
    for (const [externalId, state] of states) if (state.state === "going") tell(task, externalId, state.note, deps);
    return states;
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    tell(task, "", messageOf(error), deps);
    return new Map();
  }
}

/** What people were told last, of each work of a sweep. */
const TOLD = new WeakMap<OpenTask, Map<string, string>>();

function tell(task: OpenTask, externalId: string, note: string | null, deps: WorkDeps): void {
  const told = TOLD.get(task) ?? new Map<string, string>();
  TOLD.set(task, told);
  if (note === null || told.get(externalId) === note) return;
  told.set(externalId, note);
  deps.logs.ofTask(task.runId, task.taskId).warn(note, { backtest: task.sweep.backtest.name });
}

/** While this process collects, others are kept from it for this long, again and again. Milliseconds. */
const HOLD_MS = 30_000;

async function collect(
  task: OpenTask,
  { look, outside }: { readonly look: OutsideLook; readonly outside: OutsideSweep },
  deps: WorkDeps,
): Promise<void> {
  const { database, draining } = deps;
  const patience = { ending: draining };
  deps.active.add(look.attemptId);
  const hold = (): void => void holdOutsideLook(database, look.attemptId, HOLD_MS).catch(() => undefined);
  const timer = setInterval(hold, HOLD_MS / 3);
  try {
    const done = await retryUntilConnected(() => cellsDoneWithin(database, task.taskId, look), patience);
    const cells = cellsToCompute(task.sweep, { ...look, done });
    const columns = await outside.collect(look.externalId, cells);
    const computed = { ...answeredRange(task.sweep, cells, { columns, to: look.to }), cellMs: null, extended: null };
    await retryUntilConnected(() => commitRange(task, look, computed, { next: null, deps }), patience);
  } catch (thrown) {
    if (isConnectionLost(thrown)) throw thrown;
    if (isUnreachable(thrown)) return tell(task, look.externalId, messageOf(thrown), deps);
    const error = errorOf(thrown, "EXECUTOR_FAILED");
    const failure = { error, failureClass: failureClassOf(thrown, error.code) };
    await retryUntilConnected(() => failRange(task, look, failure, deps), patience);
  } finally {
    clearInterval(timer);
    deps.active.delete(look.attemptId);
  }
}
