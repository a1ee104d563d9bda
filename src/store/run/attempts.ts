import type { RunId, TaskId } from "../../core/names/ids.ts";
import { int8Array } from "../binary-array.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** A decimal string; the fencing token of all that the attempt wants to commit. */
export type AttemptId = string;

/**
 * Keeps the name of work that a running attempt begins outside of its worker.
 *
 * @throws Error when the attempt was taken back meanwhile: then the work must not begin
 */
export async function keepExternalId(connection: Connection, id: AttemptId, externalId: string): Promise<void> {
  const { rowCount } = await connection.query({
    name: "keep-external-id",
    text: `update attempt set external_id = $2 where id = $1 and state = 'running'`,
    values: [id, externalId],
  });
  if (rowCount !== 1) throw new Error(`Attempt ${id} was taken back`);
}

/** What a cell that is a program has taken. */
export interface UsedByCell {
  readonly cell: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  readonly cpuMs: number | null;
  readonly peakBytes: number | null;
}

/** Keeps what the cells of an attempt have taken. */
export async function keepUsage(connection: Connection, id: AttemptId, usage: readonly UsedByCell[]): Promise<void> {
  if (usage.length === 0) return;
  await connection.query({
    name: "keep-usage",
    text: `update attempt set usage = $2::jsonb where id = $1`,
    values: [id, jsonText(usage)],
  });
}

/** Keeps how far a running attempt is, 0 … 1. */
export async function keepProgress(connection: Connection, id: AttemptId, progress: number): Promise<void> {
  await connection.query({
    name: "keep-progress",
    text: `update attempt set progress = $2 where id = $1 and state = 'running'`,
    values: [id, progress],
  });
}

/** Says that an attempt has done the cells below `to` alone, being told to stop. */
export async function cutAttempt(connection: Connection, id: AttemptId, to: number): Promise<void> {
  await connection.query({
    name: "cut-attempt",
    text: `update attempt set to_cell = $2 where id = $1`,
    values: [id, to],
  });
}

/** False when it was taken back, or has ended. */
export async function isRunningAttempt(connection: Connection, id: AttemptId): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "is-running-attempt",
    text: `select from attempt where id = $1 and state = 'running'`,
    values: [id],
  });
  return rowCount === 1;
}

/** Those of the attempts that run; null when the run is not known here. */
export async function listRunningOf(
  connection: Connection,
  runId: RunId,
  ids: readonly AttemptId[],
): Promise<ReadonlySet<AttemptId> | null> {
  const { rows } = await connection.query<{ running: readonly AttemptId[] }>({
    name: "list-running-of",
    text: `
      select array(select id::text from attempt where id = any($2::int8[]) and state = 'running') as running
      from run where id = $1`,
    values: [runId, int8Array(ids)],
  });
  return rows[0] === undefined ? null : new Set(rows[0].running);
}

/** Null for none. */
export async function readExternalId(connection: Connection, id: AttemptId): Promise<string | null> {
  const { rows } = await connection.query<{ externalId: string | null }>({
    name: "read-external-id",
    text: `select external_id as "externalId" from attempt where id = $1`,
    values: [id],
  });
  return rows[0]?.externalId ?? null;
}

/** Until the end of the transaction nobody takes a range of these running tasks; who is taking one at this moment is waited for. */
export async function lockRunningTasks(
  transaction: Transaction,
  runId: RunId,
  ids: readonly TaskId[] | null = null,
): Promise<void> {
  await transaction.query({
    name: "lock-running-tasks",
    text: `
      select from task where run_id = $1 and state = 'running' and ($2::int8[] is null or id = any($2))
      order by task.id for update`,
    values: [runId, ids],
  });
}

/** How many workers are busy with a task, and how many ranges of it may still be worked on outside of them. */
export async function countTaskAttempts(connection: Connection, taskId: TaskId): Promise<number> {
  const { rows } = await connection.query<{ count: number }>({
    name: "count-task-attempts",
    text: `
      select (select count(*) from attempt where task_id = $1 and state = 'running')::int
        + (select count(*) from spare_range where task_id = $1 and external_id is not null)::int as count`,
    values: [taskId],
  });
  return rows[0]?.count ?? 0;
}

/** Running tasks of a run that nobody works on, here or outside: sweeps between two ranges. */
export async function listIdleTasks(connection: Connection, runId: RunId): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>(
    `select id::text from task
     where run_id = $1 and state = 'running'
       and not exists (select from attempt where task_id = task.id and attempt.state = 'running')
       and not exists (select from spare_range where task_id = task.id and external_id is not null)`,
    [runId],
  );
  return rows.map((row) => row.id);
}

/** Pieces of work of a run that have still to end: attempts of workers, and work outside of them. */
export async function countRunAttempts(connection: Connection, runId: RunId): Promise<number> {
  const { rows } = await connection.query<{ count: number }>({
    name: "count-run-attempts",
    text: `
      select (select count(*) from attempt join task on task.id = attempt.task_id
              where task.run_id = $1 and attempt.state = 'running')::int
        + (select count(*) from spare_range join task on task.id = spare_range.task_id
           where task.run_id = $1 and spare_range.external_id is not null)::int as count`,
    values: [runId],
  });
  return rows[0]?.count ?? 0;
}
