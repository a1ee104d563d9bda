import { endAttempts } from "../../../../store/moves/attempt-moves.ts";
import { countCells, insertFailedCells, insertPart } from "../../../../store/moves/cell-moves.ts";
import { addSpareRanges, type Lease } from "../../../../store/moves/lease-range.ts";
import { retryOf } from "../../../../factory/dag-spec.ts";
import { type RangeRequest, takeRange } from "../../../limits/take-range.ts";
import { wakeLines } from "../../../limits/wake-lines.ts";
import { retryLater } from "../again/retry-later.ts";
import { sortFailures } from "../again/sort-failures.ts";
import { cutAttempt, keepUsage } from "../../../../store/run/attempts.ts";
import { lockRun } from "../../../../store/run/runs.ts";
import { batchesOf, guardBase, insertBatch, rowsOf } from "../../../../store/sweep/batches.ts";
import { forgetEarlierNights, insertStandings } from "../../../../store/standings/standings.ts";
import { notify } from "../../../../store/events.ts";
import { inTransaction, type Transaction } from "../../../../store/connection/transaction.ts";
import { settleTasks } from "../../../end/settle-tasks.ts";
import { endStoppedTask } from "../../../end/stop-run.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import type { ComputedRange } from "./computed-range.ts";
import { cellsOf, unseen } from "../../../sweep/cached-cells.ts";
import { endOfSweep } from "./sweep-end.ts";
import { KEPT_NIGHTS, nightOf } from "../../../sweep/standings.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";

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
  work: { readonly next: RangeRequest | null; readonly deps: Pick<WorkDeps, "database" | "log" | "random"> },
): Promise<Lease | null> {
  const { taskId, runId } = task;
  const retry = retryOf(task.spec, task.sweep.backtest);
  const { last, again } = sortFailures(range.failed, { retry, lease }, work.deps.random);
  const commit = inTransaction(work.deps.database, async (transaction) => {
    await insertRange(transaction, task, range);
    await insertFailedCells(transaction, taskId, last);
    await keepUsage(transaction, lease.attemptId, range.usage);

    const run = await lockRun(transaction, runId);
    const { held, freed } = await endAttempts(transaction, [{ id: lease.attemptId, state: "succeeded", error: null }]);
    if (run === null || !held.has(lease.attemptId)) throw new LeaseLost();
    const counts = {
      succeeded: range.cells.length,
      cached: 0,
      failed: last.length,
      cellMs: range.cellMs,
      extended: range.extended,
    };
    const progress = await countCells(transaction, task, counts);
    const ranges = again.map((cells) => ({ ...cells, externalId: null }));
    if (run.stopping === null) await retryLater(transaction, task, ranges);
    if (range.rest !== null) await leaveRest(transaction, task, { lease, rest: range.rest });

    const end = await endOfSweep(transaction, taskId, progress);
    if (end !== null) await forgetNights(transaction, task);
    if (end !== null) await settleTasks(transaction, run, [end]);
    else if (run.stopping !== null) await endStoppedTask(transaction, run, taskId);
    else await notify(transaction, "nightgrid_run", runId);
    const next = end === null && work.next !== null ? await takeRange(transaction, work.next) : null;
    await wakeLines(transaction, freed);
    return next;
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

/** What a lease has not come to is a range of its own, for whoever takes it. */
async function leaveRest(
  transaction: Transaction,
  { taskId }: OpenTask,
  { lease, rest }: { readonly lease: Lease; readonly rest: NonNullable<ComputedRange["rest"]> },
): Promise<void> {
  await cutAttempt(transaction, lease.attemptId, rest.from);
  await addSpareRanges(transaction, taskId, [{ ...lease, ...rest, externalId: null }]);
}

/** Stores results that nobody has stored yet, and says which cells they are; what another sweep has stored meanwhile counts (I2). */
async function insertRange(transaction: Transaction, task: OpenTask, range: ComputedRange): Promise<void> {
  const unstored = await takeStored(transaction, task, range);
  if (unstored?.size === 0 || range.cells.length === 0) return;
  const { taskId, sweep } = task;
  const results = unstored === null ? range.results : rowsOf(range.results, Int32Array.from(unstored.values()));
  const batchId = await insertBatch(transaction, { taskId, base: sweep.prepared.base }, results);
  const cells = unstored === null ? range.cells : Int32Array.from(unstored.keys());
  await insertPart(transaction, taskId, { batchId, state: "succeeded", cells, rows: null });
  const { standings } = results;
  const night = standings === undefined ? null : nightOf(sweep, task.spec);
  if (night !== null && standings !== undefined)
    await insertStandings(transaction, night, { id: batchId, cells, standings });
}

async function forgetNights(transaction: Transaction, { sweep, spec }: OpenTask): Promise<void> {
  const night = nightOf(sweep, spec);
  if (night !== null) await forgetEarlierNights(transaction, night.name, KEPT_NIGHTS);
}

/**
 * Takes over what another sweep has stored of a range since this one began.
 *
 * @returns the row of each cell that is still to be stored; null: of all, as they are
 */
async function takeStored(
  transaction: Transaction,
  { taskId, sweep }: OpenTask,
  range: ComputedRange,
): Promise<ReadonlyMap<number, number> | null> {
  const { base } = sweep.prepared;
  const known = await guardBase(transaction, taskId, base);
  let own: Map<number, number> | null = null;
  let seen = new Uint8Array(0);
  for await (const batch of batchesOf(transaction, base, { after: known, notOf: taskId })) {
    if (own === null) {
      own = new Map([...range.cells].map((cell, row) => [cell, row]));
      seen = new Uint8Array(sweep.grid.count);
    }
    const unstored = own;
    const { cells, rows } = unseen(cellsOf(batch, sweep), seen);
    const ours = cells.map((cell) => Number(unstored.delete(cell)));
    const only = (numbers: Int32Array): Int32Array => numbers.filter((_, index) => ours[index] === 1);
    await insertPart(transaction, taskId, {
      batchId: batch.id,
      state: "succeeded",
      cells: only(cells),
      rows: only(rows),
    });
  }
  return own;
}

/** The fence (I2): rolls everything back. */
class LeaseLost extends Error {}
