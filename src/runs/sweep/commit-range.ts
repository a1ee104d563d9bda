import { endAttempts } from "../../store/moves/attempt-moves.ts";
import { countCells, insertDoneCells, insertFailedCells } from "../../store/moves/cell-moves.ts";
import { type Lease, leaseRange, type LeaseRequest } from "../../store/moves/lease-range.ts";
import { lockRun } from "../../store/run/runs.ts";
import { insertResults } from "../../store/sweep/results.ts";
import { notify } from "../../store/events.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { settleTasks } from "../end/settle-tasks.ts";
import { endStoppedTask } from "../end/stop-run.ts";
import type { WorkDeps } from "../work-deps.ts";
import type { ComputedRange } from "./compute-range.ts";
import { endOfSweep } from "./sweep-end.ts";
import type { OpenTask } from "./open-task.ts";

/**
 * Commits a range in one transaction: results, cells, counters, and the next lease.
 * The rows go in before the run is locked, so that slots do not wait for each other's inserts.
 *
 * @param next null when this slot wants no further range now
 * @returns the next range; null when there is none or the lease had been lost (nothing is committed then)
 */
export async function commitRange(
  task: OpenTask,
  lease: Lease,
  range: ComputedRange,
  work: { readonly next: LeaseRequest | null; readonly deps: Pick<WorkDeps, "database" | "log"> },
): Promise<Lease | null> {
  const { taskId, runId, sweep } = task;
  const commit = inTransaction(work.deps.database, async (transaction) => {
    await insertResults(transaction, sweep.base, range.results);
    const { keys } = range.results;
    await insertDoneCells(transaction, taskId, { state: "succeeded", cells: range.cells, keys });
    await insertFailedCells(transaction, taskId, range.failed);

    const run = await lockRun(transaction, runId);
    const held = await endAttempts(transaction, [{ id: lease.attemptId, state: "succeeded", error: null }]);
    if (run === null || !held.has(lease.attemptId)) throw new LeaseLost();
    const counts = { succeeded: range.cells.length, cached: 0, failed: range.failed.length, cellMs: range.cellMs };
    const progress = await countCells(transaction, task, counts);

    const end = await endOfSweep(transaction, taskId, progress);
    if (end !== null) await settleTasks(transaction, run, [end]);
    else if (run.stopping !== null) await endStoppedTask(transaction, run, taskId);
    else await notify(transaction, "nightgrid_run", runId);
    return end === null && work.next !== null ? leaseRange(transaction, work.next) : null;
  });
  return commit.catch((error: unknown) => {
    if (!(error instanceof LeaseLost)) throw error;
    work.deps.log.warn("A range was taken over by another worker; its cells were not committed", {
      run: runId,
      from: lease.from,
      to: lease.to,
    });
    return null;
  });
}

/** The fence (I2): rolls everything back. */
class LeaseLost extends Error {}
