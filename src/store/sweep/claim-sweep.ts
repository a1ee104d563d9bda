import type { TaskId } from "../../core/names/ids.ts";
import type { BatchId } from "./batches.ts";
import { MOVES } from "../../core/names/moves.ts";
import { mayMove } from "../moves/guard.ts";
import type { Transaction } from "../connection/transaction.ts";

/**
 * Lets one transaction at a time begin a sweep; false when another one is at it, or has begun it, and while the run is paused.
 * Not a row lock: cached cells may take seconds to write, and a cancel must not wait for them.
 */
export async function tryBeginSweep(transaction: Transaction, id: TaskId): Promise<boolean> {
  const { rows } = await transaction.query<{ taken: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('begin sweep ' || $1, 0)) as taken`,
    [id],
  );
  if (rows[0]?.taken !== true) return false;
  // Asked only now: whoever held the lock before us may have begun it meanwhile.
  const { rowCount } = await transaction.query(
    `select from task join run on run.id = task.run_id
     where task.id = $1 and run.paused_at is null and ${mayMove("task", MOVES.task.begin)}`,
    [id],
  );
  return rowCount === 1;
}

/** Keeps the last batch that was looked through for cells of a sweep when it began; null for none. */
export async function noteKnownBatch(transaction: Transaction, id: TaskId, known: BatchId | null): Promise<void> {
  await transaction.query(`update task set known_batch = $2 where id = $1`, [id, known]);
}
