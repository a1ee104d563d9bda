import type { RunId } from "../../core/names/ids.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";
import { hasFiles } from "./filed-results.ts";
import { HELD } from "./hold-run.ts";

/** How long something of the runs of a DAG is kept after their end. */
export interface KeepRule {
  readonly dagId: string;
  readonly keepMs: number;
}

/** Runs whose time is over, by the database's clock. */
export interface DueRuns {
  /** At most one for each DAG; runs of others are not due. */
  readonly rules: readonly KeepRule[];
  /** Whether the run of each DAG stays that succeeded last: the next night is compared with it. */
  readonly keepsLast: boolean;
  /** Whether a run stays whose programs have left files of cells that a run has as cached ones which is not due itself. */
  readonly keepsTaken: boolean;
}

export interface DueRun {
  readonly id: RunId;
  readonly dagId: string;
}

/** Whether files of a row of `run` are those of cells of another run that is not due. */
const IS_TAKEN = `exists (
  select from task own join sweep_part had on had.task_id = own.id
    join batch on batch.id = had.batch_id and batch.task_id = own.id
    join sweep_part has on has.batch_id = batch.id and has.task_id <> own.id
    join task taker on taker.id = has.task_id and taker.run_id <> own.run_id
    join run other on other.id = taker.run_id
    left join unnest($1::text[], $2::float8[]) as its (dag_id, keep_ms) on its.dag_id = other.dag_id
  where own.run_id = run.id and ${hasFiles("own")} and (other.finished_at is null or its.keep_ms is null
    or other.finished_at >= now() - its.keep_ms * interval '1 ms'))`;

/** `from` and `where` of a statement; $1 to $4 are `dueValues`. */
const DUE = `
  run join unnest($1::text[], $2::float8[]) as rule (dag_id, keep_ms) on rule.dag_id = run.dag_id
  where run.finished_at < now() - rule.keep_ms * interval '1 ms'
    and (not $3 or run.state <> 'succeeded' or exists (
      select from run later where later.dag_id = run.dag_id and later.state = 'succeeded'
        and (later.finished_at, later.id) > (run.finished_at, run.id)))
    and (not $4 or not ${IS_TAKEN})`;

function dueValues({ rules, keepsLast, keepsTaken }: DueRuns): readonly unknown[] {
  return [rules.map(({ dagId }) => dagId), rules.map(({ keepMs }) => keepMs), keepsLast, keepsTaken];
}

/** Those that ended first come first. */
export async function listDueRuns(connection: Connection, due: DueRuns): Promise<readonly DueRun[]> {
  const { rows } = await connection.query<DueRun>({
    name: "list-due-runs",
    text: `select run.id, run.dag_id as "dagId" from ${DUE} order by run.finished_at`,
    values: [...dueValues(due)],
  });
  return rows;
}

/**
 * Locks those of some runs that are still due: not one that was begun again meanwhile, and none that somebody else removes, begins
 * again or holds. Until the end of the transaction nobody begins them again.
 */
export async function lockDueRuns(
  transaction: Transaction,
  due: DueRuns,
  runs: readonly RunId[],
): Promise<readonly DueRun[]> {
  const { rows } = await transaction.query<DueRun>({
    name: "lock-due-runs",
    text: `
      with locked as materialized (
        select run.id, run.dag_id from ${DUE} and run.id = any ($5::text[])
        order by run.id for update of run skip locked)
      select run.id, run.dag_id as "dagId" from locked run where pg_try_advisory_xact_lock(${HELD})`,
    values: [...dueValues(due), runs],
  });
  return rows;
}

/** Removes runs that the transaction has locked, with all that belongs to them; their results stay. */
export async function removeRuns(transaction: Transaction, runs: readonly RunId[]): Promise<void> {
  await transaction.query({
    name: "remove-runs",
    text: `delete from run where id = any ($1::text[])`,
    values: [runs],
  });
}
