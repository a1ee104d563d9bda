import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { recordAct } from "../../store/actions/audit.ts";
import {
  type BackfillId,
  type BackfillRow,
  listOpenOfBackfill,
  lockBackfill,
  requeueCancelledSlots,
  setBackfillState,
} from "../../store/actions/backfills.ts";
import { lockRun } from "../../store/run/runs.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { stopLockedRun } from "../end/stop-run.ts";
import { advanceBackfill } from "./advance-backfill.ts";

/** Starts nothing more of a backfill and cancels its runs; what they have computed stays. @throws AppError BACKFILL_NOT_FOUND, ACTION_REFUSED */
export async function cancelBackfill(database: Database, id: BackfillId, act: Act): Promise<void> {
  await inTransaction(database, async (transaction) => {
    // In the order of those who end a run: first the run, then its backfill.
    if (!isNumber(id)) throw noBackfill(id);
    for (const runId of await listOpenOfBackfill(transaction, id)) await lockRun(transaction, runId);
    const { dagId } = await lockIn(transaction, id, "running");
    await setBackfillState(transaction, id, "cancelled");
    await recordAct(transaction, { action: "backfill_cancel", dagId, target: id }, act);
    for (const runId of await listOpenOfBackfill(transaction, id)) {
      const run = await lockRun(transaction, runId);
      const stop = { state: "cancelled", reason: `Backfill ${id} was cancelled` } as const;
      if (run !== null) await stopLockedRun(transaction, run, stop, act);
    }
  });
}

/** Goes on with a backfill that was cancelled: with slots that had not begun, and those whose run was cancelled. @throws AppError as `cancelBackfill` */
export async function resumeBackfill(database: Database, id: BackfillId, act: Act): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const { dagId } = await lockIn(transaction, id, "cancelled");
    await setBackfillState(transaction, id, "running");
    await requeueCancelledSlots(transaction, id);
    await recordAct(transaction, { action: "backfill_resume", dagId, target: id }, act);
    await advanceBackfill(transaction, id);
  });
}

async function lockIn(transaction: Transaction, id: BackfillId, state: BackfillRow["state"]): Promise<BackfillRow> {
  const backfill = isNumber(id) ? await lockBackfill(transaction, id) : null;
  if (backfill === null) throw noBackfill(id);
  if (backfill.state === state) return backfill;
  throw new AppError("ACTION_REFUSED", `Backfill ${id} is ${backfill.state}.`, {
    hint: state === "running" ? "There is nothing to cancel." : "Only one that was cancelled can be resumed.",
  });
}

/** Of what a bigint can be. */
export function isNumber(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

export function noBackfill(id: string): AppError {
  return new AppError("BACKFILL_NOT_FOUND", `There is no backfill ${id}.`, {
    hint: "`nightgrid audit` lists those that were started.",
  });
}
