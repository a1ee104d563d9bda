import { MOVES } from "../../core/names/moves.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { TaskKind } from "../../core/names/states.ts";
import { int8Array } from "../binary-array.ts";
import type { Transaction } from "../connection/transaction.ts";
import { type Wait, waitText } from "../run/waits.ts";
import { mayMove } from "./guard.ts";

// Every function here expects the lock on the run (see lockRun), which has ended.

export interface ReopenedTask {
  readonly id: TaskId;
  readonly kind: TaskKind;
  /** Needed tasks that are to be done again, too. */
  readonly unmet: number;
  readonly hasNeeds: boolean;
}

/**
 * Puts tasks of a run back to before they began. What sweeps have computed stays with the results, and is found there when
 * they begin; failed cells are forgotten. Whoever still works on one of them has lost it (I2).
 */
export async function reopenTasks(
  transaction: Transaction,
  runId: RunId,
  ids: readonly TaskId[],
): Promise<readonly ReopenedTask[]> {
  const chosen = int8Array(ids);
  await transaction.query(
    `update attempt set state = '${MOVES.attempt.lose.to}', finished_at = now()
     where task_id = any($1::int8[]) and ${mayMove("attempt", MOVES.attempt.lose)}`,
    [chosen],
  );
  for (const table of ["sweep_part", "failed_cell", "spare_range"]) {
    await transaction.query(`delete from ${table} where task_id = any($1::int8[])`, [chosen]);
  }
  const { rows } = await transaction.query<ReopenedTask>(
    `update task set state = '${MOVES.task.reopen.to}', attempts = 0, kills = 0, run_after = null, error = null, output = null,
       judgement = null, started_at = null, finished_at = null, cells_done = 0, cells_succeeded = 0, cells_cached = 0,
       cells_failed = 0, cells_extended = 0, extended_from = null, next_cell = 0, known_batch = null,
       unmet = (select count(*) from task_need where task_id = task.id and needed_id = any($2::int8[]))
     where run_id = $1 and id = any($2::int8[]) and ${mayMove("task", MOVES.task.reopen)}
     returning id::text, kind, unmet, exists (select from task_need where task_id = task.id) as "hasNeeds"`,
    [runId, chosen],
  );
  // Of those that need them and are left as they are: counted off again when these have ended.
  await transaction.query(
    `update task set unmet = unmet + link.times
     from (select task_id, count(*)::int as times from task_need
           where needed_id = any($1::int8[]) and task_id <> all($1::int8[]) group by task_id) link
     where task.id = link.task_id`,
    [chosen],
  );
  return rows;
}

/**
 * Lets a run that has ended go on, with a time-out of its own. False when it has not ended.
 *
 * @param waitsFor of a run that never had a plan
 */
export async function reopenRun(
  transaction: Transaction,
  id: RunId,
  { openTasks, waitsFor }: { readonly openTasks: number; readonly waitsFor: Wait | null },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `update run set state = '${MOVES.run.reopen.to}', reason = null, stopping = null, held = false, finished_at = null,
       started_at = null, deadline_at = null, paused_at = null, paused_by = null, paused_because = null, round = round + 1, reopened_at = now(), open_tasks = $2,
       waits_for = $3, look_at = null, wait_until = null,
       dedupe_key = case when exists (select from run other where other.dedupe_key = run.dedupe_key and other.id <> run.id
         and other.stopping is null and other.state in ('queued', 'running', 'succeeded')) then null else dedupe_key end,
       cells_done = sums.done, cells_succeeded = sums.succeeded, cells_cached = sums.cached, cells_failed = sums.failed
     from (select coalesce(sum(cells_done), 0) as done, coalesce(sum(cells_succeeded), 0) as succeeded,
             coalesce(sum(cells_cached), 0) as cached, coalesce(sum(cells_failed), 0) as failed
           from task where run_id = $1) sums
     where id = $1 and ${mayMove("run", MOVES.run.reopen)}`,
    [id, openTasks, waitText(waitsFor)],
  );
  // Later nights compare with what it ends with, and with nothing until then.
  await transaction.query(`delete from run_figures where run_id = $1`, [id]);
  return rowCount === 1;
}

/** Results of these bases are kept for the runs that have them, and not taken for new ones any more. */
export async function supersedeResults(transaction: Transaction, bases: readonly Uint8Array[]): Promise<void> {
  if (bases.length === 0) return;
  await transaction.query(`update batch set superseded = true where base = any($1::bytea[]) and not superseded`, [
    bases,
  ]);
}
