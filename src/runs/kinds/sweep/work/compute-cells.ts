import { failureClassOf } from "../../../../core/errors/failure-class.ts";
import type { TaskId } from "../../../../core/names/ids.ts";
import { turnHeadStartMs } from "../../../../core/names/priority.ts";
import { maxKillsOf } from "../../../../core/spec/retry-spec.ts";
import { retryOf } from "../../../../factory/dag-spec.ts";
import { enqueueJobs, hasEarlierTurn } from "../../../../store/enqueue-jobs.ts";
import { cellsDoneWithin } from "../../../../store/sweep/parts.ts";
import type { Lease } from "../../../../store/moves/lease-range.ts";
import { inTransaction, isConnectionLost } from "../../../../store/connection/transaction.ts";
import { countSlots } from "../../../../store/workers.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import { errorOf } from "../../../error-of.ts";
import { type RangeRequest, takeRange } from "../../../limits/take-range.ts";
import { progressWriter } from "./progress-writer.ts";
import { retryUntilConnected } from "../../../retry-until-connected.ts";
import { abandonExternal } from "../../../watch/abandon-external.ts";
import { nextTurn } from "../plan.ts";
import { commitRange } from "./commit-range.ts";
import { beginOutside } from "../outside/begin-outside.ts";
import { isUnreachable } from "../outside/is-unreachable.ts";
import { putOffRange } from "../outside/put-off-range.ts";
import { cellsToCompute, computeRange } from "./compute-range.ts";
import { type ComputedRange, knownRange, quarantinedRange } from "./computed-range.ts";
import { endOverdueSweep } from "./end-overdue-sweep.ts";
import { failSweepOnError } from "./fail-sweep-on-error.ts";
import { failRange, giveUpRange } from "./give-back-range.ts";
import { isRunningAttempt, keepExternalId, keepProgress } from "../../../../store/run/attempts.ts";
import { openHere } from "./open-here.ts";
import { overdueSignal } from "./overdue-signal.ts";
import { nightOf, standingsBefore } from "../../../sweep/standings.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";

/** After this long a slot asks for a new job, so that other sweeps of its priority get their turn. */
const TURN_MS = 5000;
/** Between two ranges a slot looks for work that goes first, this often at most. */
const LOOK_EVERY_MS = 200;

/** One turn of one compute slot at a sweep: leases range after range until nothing is left or the turn is over. */
export function computeCells(taskId: TaskId, deps: WorkDeps): Promise<void> {
  return failSweepOnError(taskId, deps, () => takeTurn(taskId, deps));
}

async function takeTurn(taskId: TaskId, deps: WorkDeps): Promise<void> {
  const began = performance.now();
  const task = await openHere(taskId, deps);
  const { rangeTarget: target } = task.sweep.prepared;
  const request = { taskId, workerId: deps.workerId, slots: await countSlots(deps.database), target };
  const passOn = () => letOthersGoOn(task, performance.now() - began, deps);
  if (deps.draining.aborted) return passOn();
  // Before the lease, so that no stop can come in between.
  const stop = deps.stops.watch(task.runId);
  let isTurnOver = false;
  let lookedAt = began;
  const nextRequest = async (): Promise<RangeRequest | null> => {
    const now = performance.now();
    const turnMs = now - began;
    isTurnOver = deps.draining.aborted || turnMs >= TURN_MS;
    if (!isTurnOver && now - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = now;
      isTurnOver = await isOvertaken(task, turnMs, deps);
    }
    return isTurnOver ? null : { ...request, turnMs };
  };
  try {
    let lease = await inTransaction(deps.database, (transaction) => takeRange(transaction, { ...request, turnMs: 0 }));
    while (lease !== null) lease = await workOnRange(task, lease, { nextRequest, deps, signal: stop.signal });
    if (isTurnOver) await passOn();
  } finally {
    stop.release();
  }
}

/** Whether another sweep waits for a slot that goes before this one, although this has begun. */
function isOvertaken({ priority }: OpenTask, turnMs: number, { database, draining }: WorkDeps): Promise<boolean> {
  const turn = { turnMs, headStartMs: turnHeadStartMs(priority, turnMs) };
  return retryUntilConnected(() => hasEarlierTurn(database, turn), { ending: draining });
}

/** Lets another slot, or another worker, go on with the sweep. */
function letOthersGoOn({ taskId, priority }: OpenTask, turnMs: number, { database }: WorkDeps): Promise<void> {
  return enqueueJobs(database, [nextTurn({ id: taskId, priority }, turnMs)]);
}

interface Work {
  /** Asked when a range is done; null when the turn is over. */
  nextRequest(): Promise<RangeRequest | null>;
  readonly deps: WorkDeps;
  /** Fires when the run is told to stop. */
  readonly signal: AbortSignal;
}

/** Gives back the next lease, if there is one for this turn. */
async function workOnRange(task: OpenTask, lease: Lease, work: Work): Promise<Lease | null> {
  const { deps, signal } = work;
  const patience = { ending: deps.draining };
  const overdue = overdueSignal(lease, task.taskId, deps.database);
  deps.active.add(lease.attemptId);
  try {
    const range = await outcomeOf(task, lease, { ...work, signal: AbortSignal.any([signal, overdue.signal]) });
    const next = await work.nextRequest();
    if (range === "outside") return next === null ? null : await nextLease(next, deps);
    return await retryUntilConnected(() => commitRange(task, lease, range, { next, deps }), patience);
  } catch (error) {
    const isGivenUp = signal.aborted || overdue.signal.aborted;
    // What the database refuses says nothing against the range: others take it when we are gone.
    if (isConnectionLost(error)) throw error;
    if (!isGivenUp && isUnreachable(error)) {
      await retryUntilConnected(() => putOffRange(task, lease, errorOf(error, "OUTSIDE_UNREACHABLE"), deps), patience);
      return null;
    }
    await retryUntilConnected(
      () => (isGivenUp ? giveUpRange(task, lease, deps) : fail(task, lease, error, deps)),
      patience,
    );
    if (overdue.signal.aborted) await endOverdue(task, deps);
    await abandonExternal(deps);
    return null;
  } finally {
    overdue.release();
    deps.active.delete(lease.attemptId);
  }
}

function fail(task: OpenTask, lease: Lease, thrown: unknown, deps: WorkDeps): Promise<void> {
  const error = errorOf(thrown, "EXECUTOR_FAILED");
  return failRange(task, lease, { error, failureClass: failureClassOf(thrown, error.code) }, deps);
}

function endOverdue({ taskId, sweep }: OpenTask, { database, draining }: WorkDeps): Promise<void> {
  const timeoutMs = sweep.backtest.timeoutMs ?? 0;
  return retryUntilConnected(() => endOverdueSweep(taskId, timeoutMs, database), { ending: draining });
}

function nextLease(request: RangeRequest, { database, draining }: WorkDeps): Promise<Lease | null> {
  const take = () => inTransaction(database, (transaction) => takeRange(transaction, request));
  return retryUntilConnected(take, { ending: draining });
}

/** `outside`: it was begun there, and is this slot's affair no more. */
async function outcomeOf(task: OpenTask, lease: Lease, { deps, signal }: Work): Promise<ComputedRange | "outside"> {
  const { spec, sweep, taskId, runId } = task;
  if (lease.kills >= maxKillsOf(retryOf(spec, sweep.backtest))) return quarantinedRange(lease);
  const patience = { ending: deps.draining };
  const done = await retryUntilConnected(() => cellsDoneWithin(deps.database, taskId, lease), patience);
  const log = deps.logs.ofTask(runId, taskId);
  const keep = (externalId: string) =>
    retryUntilConnected(() => keepExternalId(deps.database, lease.attemptId, externalId), patience);
  const isHeld = () => retryUntilConnected(() => isRunningAttempt(deps.database, lease.attemptId), patience);
  const progress = progressWriter((fraction) => keepProgress(deps.database, lease.attemptId, fraction));
  signal.throwIfAborted();
  const tonight = nightOf(sweep, spec);
  const standings = tonight !== null && {
    standingsOf: (cells: readonly number[]) =>
      retryUntilConnected(() => standingsBefore(deps.database, { sweep, tonight }, cells), patience),
  };
  const { outside } = sweep.prepared;
  if (outside !== undefined) {
    const cells = cellsToCompute(sweep, { ...lease, done });
    if (cells.numbers.length === 0) return knownRange(null);
    await beginOutside(task, { lease, cells, outside }, { deps, signal });
    return "outside";
  }
  return computeRange(
    sweep,
    { ...lease, done },
    { signal, until: deps.draining, log, keepExternalId: keep, isHeld, tellProgress: progress.tell, ...standings },
  );
}
