import type { TaskId } from "../../../../core/names/ids.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { cellsDoneWithin } from "../../../../store/sweep/parts.ts";
import { type Lease, leaseRange, type LeaseRequest } from "../../../../store/moves/lease-range.ts";
import { inTransaction, isConnectionLost } from "../../../../store/connection/transaction.ts";
import { countSlots } from "../../../../store/workers.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import { errorOf } from "../../../error-of.ts";
import { retryUntilConnected } from "../../../retry-until-connected.ts";
import { abandonExternal } from "../../../watch/abandon-external.ts";
import { commitRange } from "./commit-range.ts";
import { computeRange } from "./compute-range.ts";
import { type ComputedRange, quarantinedRange } from "./computed-range.ts";
import { failSweepOnError } from "./fail-sweep-on-error.ts";
import { failRange, giveUpRange } from "./give-back-range.ts";
import { MAX_KILLS } from "../../max-kills.ts";
import { keepExternalId } from "../../../../store/run/attempts.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";

/** After this long a slot asks for a new job, so that other sweeps get their turn. */
const TURN_MS = 5000;

/** One turn of one compute slot at a sweep: leases range after range until nothing is left or the turn is over. */
export function computeCells(taskId: TaskId, deps: WorkDeps): Promise<void> {
  return failSweepOnError(taskId, deps, () => takeTurn(taskId, deps));
}

async function takeTurn(taskId: TaskId, deps: WorkDeps): Promise<void> {
  const endOfTurn = performance.now() + TURN_MS;
  const task = await deps.sweeps.open(taskId);
  const { rangeTarget: target } = task.sweep.prepared;
  const request = { taskId, workerId: deps.workerId, slots: await countSlots(deps.database), target };
  if (deps.draining.aborted) return passOn(taskId, deps);
  // Before the lease, so that no stop can come in between.
  const stop = deps.stops.watch(task.runId);
  let isTurnOver = false;
  const nextRequest = (): LeaseRequest | null => {
    isTurnOver = deps.draining.aborted || performance.now() >= endOfTurn;
    return isTurnOver ? null : request;
  };
  try {
    let lease = await inTransaction(deps.database, (transaction) => leaseRange(transaction, request));
    while (lease !== null) lease = await workOnRange(task, lease, { nextRequest, deps, signal: stop.signal });
    if (isTurnOver) await passOn(taskId, deps);
  } finally {
    stop.release();
  }
}

/** Lets another slot, or another worker, go on with the sweep. */
function passOn(taskId: TaskId, { database }: WorkDeps): Promise<void> {
  return enqueueJobs(database, [{ name: "compute_cells", subject: taskId }]);
}

interface Work {
  /** Asked at the moment of the commit; null when the turn is over. */
  nextRequest(): LeaseRequest | null;
  readonly deps: WorkDeps;
  readonly signal: AbortSignal;
}

/** Gives back the next lease, if there is one for this turn. */
async function workOnRange(task: OpenTask, lease: Lease, work: Work): Promise<Lease | null> {
  const { deps, signal } = work;
  const patience = { ending: deps.draining };
  deps.active.add(lease.attemptId);
  try {
    const range = await outcomeOf(task, lease, work);
    return await retryUntilConnected(
      () => commitRange(task, lease, range, { next: work.nextRequest(), deps }),
      patience,
    );
  } catch (error) {
    const isStopped = signal.aborted;
    // What the database refuses says nothing against the range: others take it when we are gone.
    if (isConnectionLost(error)) throw error;
    await retryUntilConnected(
      () =>
        isStopped ? giveUpRange(task, lease, deps) : failRange(task, lease, errorOf(error, "EXECUTOR_FAILED"), deps),
      patience,
    );
    await abandonExternal(deps);
    return null;
  } finally {
    deps.active.delete(lease.attemptId);
  }
}

async function outcomeOf(task: OpenTask, lease: Lease, { deps, signal }: Work): Promise<ComputedRange> {
  if (lease.kills >= MAX_KILLS) return quarantinedRange(lease);
  const patience = { ending: deps.draining };
  const done = await retryUntilConnected(() => cellsDoneWithin(deps.database, task.taskId, lease), patience);
  const log = deps.logs.ofTask(task.runId, task.taskId);
  const keep = (externalId: string) =>
    retryUntilConnected(() => keepExternalId(deps.database, lease.attemptId, externalId), patience);
  return computeRange(task.sweep, { ...lease, done }, { signal, log, keepExternalId: keep });
}
