import type { TaskId } from "../../../../core/names/ids.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { countCells, insertPart } from "../../../../store/moves/cell-moves.ts";
import { beginRun } from "../../../../store/moves/run-moves.ts";
import { beginTask } from "../../../../store/moves/task-moves.ts";
import { lockRun } from "../../../../store/run/runs.ts";
import { type BatchId, batchesOf, settleBase } from "../../../../store/sweep/batches.ts";
import { noteKnownBatch, tryBeginSweep } from "../../../../store/sweep/claim-sweep.ts";
import { inTransaction, type Transaction } from "../../../../store/connection/transaction.ts";
import { countSlots } from "../../../../store/workers.ts";
import { settleTasks } from "../../../end/settle-tasks.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import { failSweepOnError } from "./fail-sweep-on-error.ts";
import { openHere } from "./open-here.ts";
import { cellsOf, unseen } from "../../../sweep/cached-cells.ts";
import type { Sweep } from "../../../sweep/open-sweep.ts";
import { chooseRound } from "../../../search/choose-round.ts";
import { wakeSlots } from "../plan.ts";
import { endOfSweep } from "./sweep-end.ts";

/**
 * Begins a queued sweep, for the first time or again: marks the cells whose results exist, then wakes the
 * compute slots for the rest. A sweep that is known completely ends here.
 */
export function beginSweep(taskId: TaskId, deps: WorkDeps): Promise<void> {
  return failSweepOnError(taskId, deps, () => begin(taskId, deps));
}

async function begin(taskId: TaskId, deps: WorkDeps): Promise<void> {
  await chooseRound(taskId, deps);
  const { sweep, runId } = await openHere(taskId, deps);
  await inTransaction(deps.database, async (transaction) => {
    if (!(await tryBeginSweep(transaction, taskId))) return;
    const { own, cached, known } = await insertCachedCells(transaction, taskId, sweep);
    const run = await lockRun(transaction, runId);
    if (run === null || !(await beginTask(transaction, taskId))) throw new SweepNotQueued();
    await noteKnownBatch(transaction, taskId, known);
    if (run.state === "queued") await beginRun(transaction, runId);
    const counts = { succeeded: own, failed: 0, cached, cellMs: null };
    const progress = await countCells(transaction, { taskId, runId }, counts);
    const end = await endOfSweep(transaction, taskId, progress);
    if (end !== null) return settleTasks(transaction, run, [end]);
    const slots = Math.min(await countSlots(transaction), progress.cellsTotal - progress.cellsDone);
    await enqueueJobs(transaction, wakeSlots({ id: taskId, priority: run.priority }, slots));
  }).catch((error: unknown) => {
    if (!(error instanceof SweepNotQueued)) throw error;
  });
}

/** Rolls the cached cells back; the sweep was begun or dropped by somebody else. */
class SweepNotQueued extends Error {}

interface Known {
  /** Cells that this very sweep has computed, before it was begun again. */
  readonly own: number;
  /** Cells of which there are results of others. */
  readonly cached: number;
  /** The last batch that was looked through; null for none. */
  readonly known: BatchId | null;
}

async function insertCachedCells(transaction: Transaction, taskId: TaskId, sweep: Sweep): Promise<Known> {
  await settleBase(transaction, sweep.prepared.base);
  const seen = new Uint8Array(sweep.grid.count);
  const cells = { succeeded: 0, cached: 0 };
  let known: BatchId | null = null;
  for await (const batch of batchesOf(transaction, sweep.prepared.base)) {
    const part = unseen(cellsOf(batch, sweep), seen);
    const state = batch.taskId === taskId ? "succeeded" : "cached";
    await insertPart(transaction, taskId, { ...part, batchId: batch.id, state });
    cells[state] += part.cells.length;
    known = batch.id;
  }
  return { own: cells.succeeded, cached: cells.cached, known };
}
