import { endRun, type RunEnd } from "../../store/moves/run-moves.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { advanceBackfill } from "../backfill/advance-backfill.ts";
import { releaseNextRun } from "../start/release-run.ts";

/**
 * Ends a run and brings on what has waited for its end. In a transaction that holds the run. False when it cannot end yet, or
 * has ended before.
 */
export async function endLockedRun(transaction: Transaction, run: RunRow, end: RunEnd): Promise<boolean> {
  if (!(await endRun(transaction, run.id, end))) return false;
  await releaseNextRun(transaction, run.dagId);
  if (run.backfillId !== null) await advanceBackfill(transaction, run.backfillId);
  return true;
}
