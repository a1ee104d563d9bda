import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { TaskKind, TaskState, TriggerRule } from "../../core/names/states.ts";
import type { NeedsSummary } from "../../core/names/trigger-rule.ts";
import { int8Array } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import type { TaskError } from "./tasks.ts";
import { jsonText } from "../connection/storable-client.ts";

// Every function here expects the lock on the run (see lockRun).

export interface TaskEnd {
  readonly id: TaskId;
  readonly state: Extract<TaskState, "succeeded" | "failed" | "cancelled">;
  readonly error: TaskError | null;
  /** JSON, or null for none. */
  readonly output: unknown;
}

/** What the end of some tasks has led to. */
export interface Settlement {
  /** How many tasks ended; those that did not run any more were left alone. */
  readonly ended: number;
  /** A before-callback was among the failed ones. */
  readonly isStopped: boolean;
  /** Waiting tasks that need nothing more. */
  readonly ready: readonly TaskId[];
  /** Tasks of the run that have still to end. */
  readonly open: number;
}

/**
 * Moves running tasks of one run to their end, counts them off at those that need them and at the run, and tells
 * those who watch: any number of tasks in one statement.
 */
export async function endTasks(connection: Connection, runId: RunId, ends: readonly TaskEnd[]): Promise<Settlement> {
  const { rows } = await connection.query<Settlement>({
    name: "end-tasks",
    text: `
      with ended as (
        update task set state = input.state, error = input.error::jsonb, output = input.output::jsonb, finished_at = now()
        from unnest($2::int8[], $3::text[], $4::text[], $5::text[]) as input (id, state, error, output)
        where task.id = input.id and task.state = 'running'
        returning task.id, task.phase, task.state
      ), met as (
        select task_id, count(*)::int as times from task_need where needed_id in (select id from ended) group by task_id
      ), counted as (
        update task set unmet = task.unmet - met.times from met where task.id = met.task_id
        returning task.id, task.unmet, task.state
      ), closed as (
        update run set open_tasks = open_tasks - (select count(*) from ended)::int where id = $1 returning open_tasks
      )
      select
        (select count(*)::int from ended) as ended,
        exists (select from ended where phase = 'before' and state = 'failed') as "isStopped",
        array(select id::text from counted where unmet = 0 and state = 'waiting') as ready,
        (select open_tasks from closed) as open,
        pg_notify('nightgrid_run', $1)`,
    values: [
      runId,
      int8Array(ends.map((end) => end.id)),
      ends.map((end) => end.state),
      ends.map((end) => (end.error === null ? null : jsonText(end.error))),
      ends.map((end) => (end.output === undefined || end.output === null ? null : jsonText(end.output))),
    ],
  });
  return rows[0] ?? { ended: 0, isStopped: false, ready: [], open: 0 };
}

export interface ReadyTask extends NeedsSummary {
  readonly id: TaskId;
  readonly kind: TaskKind;
  readonly triggerRule: TriggerRule;
  readonly minSuccess: number | null;
}

interface ReadyRow extends Omit<ReadyTask, "states"> {
  readonly states: readonly TaskState[];
  readonly counts: readonly number[];
}

/** Counts tasks that ended without running off at those that need them; gives back the waiting tasks that need nothing more. */
export async function meetNeeds(connection: Connection, ended: readonly TaskId[]): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>({
    name: "meet-needs",
    text: `
      with met as (
        select task_id, count(*)::int as times from task_need where needed_id = any($1::int8[]) group by task_id
      ), counted as (
        update task set unmet = task.unmet - met.times from met where task.id = met.task_id
        returning task.id, task.unmet, task.state
      )
      select id::text from counted where unmet = 0 and state = 'waiting'`,
    values: [int8Array(ended)],
  });
  return rows.map((row) => row.id);
}

/** How the needs of tasks have ended, to decide by their trigger rules. */
export async function summariseNeeds(connection: Connection, ids: readonly TaskId[]): Promise<readonly ReadyTask[]> {
  const { rows } = await connection.query<ReadyRow>({
    name: "summarise-needs",
    text: `
      with per_state as (
        select link.task_id, needed.state, count(*)::int as tasks, sum(needed.cells_total)::int as cells,
          sum(needed.cells_succeeded + needed.cells_cached)::int as with_result
        from task_need link join task needed on needed.id = link.needed_id
        where link.task_id = any($1::int8[])
        group by link.task_id, needed.state
      )
      select task.id::text, task.kind, task.trigger_rule as "triggerRule", task.min_success as "minSuccess",
        array_agg(per_state.state) as states, array_agg(per_state.tasks) as counts,
        sum(per_state.cells)::int as cells, sum(per_state.with_result)::int as "cellsWithResult"
      from per_state join task on task.id = per_state.task_id
      group by task.id
      order by task.id`,
    values: [int8Array(ids)],
  });
  return rows.map(({ counts, ...row }) => ({ ...row, states: tally(row.states, counts) }));
}

function tally(states: readonly TaskState[], counts: readonly number[]): Readonly<Record<TaskState, number>> {
  const tallied = { waiting: 0, queued: 0, running: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
  for (const [index, state] of states.entries()) tallied[state] = counts[index] ?? 0;
  return tallied;
}

/** Moves waiting tasks; gives back those that moved. */
export async function moveWaiting(
  connection: Connection,
  ids: readonly TaskId[],
  to: "queued" | "skipped" | "cancelled",
): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>({
    name: "move-waiting",
    text: `
      update task set state = $2, finished_at = case when $2 = 'queued' then null else now() end
      where id = any($1::int8[]) and state = 'waiting' returning id::text`,
    values: [int8Array(ids), to],
  });
  return rows.map((row) => row.id);
}

/** Ends all tasks of a run that have not begun; gives back how many. */
export async function dropUnbegun(connection: Connection, runId: RunId, to: "skipped" | "cancelled"): Promise<number> {
  const { rowCount } = await connection.query(
    `update task set state = $2, finished_at = now() where run_id = $1 and state in ('waiting', 'queued')`,
    [runId, to],
  );
  return rowCount ?? 0;
}

/** Why a running task goes back: only a failed try counts against the retry limit (I4). */
export type RequeueReason = "failed" | "worker_died" | "stray";

/** A running task goes back to `queued`, to be tried again at `runAfter` (null: at once). */
export async function requeueTask(
  connection: Connection,
  id: TaskId,
  requeue: { readonly because: RequeueReason; readonly runAfter: Date | null; readonly error: TaskError | null },
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update task set state = 'queued', run_after = $2, error = coalesce($4::jsonb, error),
       attempts = attempts + ($3 = 'failed')::int, kills = kills + ($3 = 'worker_died')::int
     where id = $1 and state = 'running'`,
    [id, requeue.runAfter, requeue.because, requeue.error === null ? null : jsonText(requeue.error)],
  );
  return rowCount === 1;
}

/** Running tasks of a run that nobody works on: sweeps between two ranges. */
export async function listIdleTasks(connection: Connection, runId: RunId): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>(
    `select id::text from task
     where run_id = $1 and state = 'running'
       and not exists (select from attempt where task_id = task.id and attempt.state = 'running')`,
    [runId],
  );
  return rows.map((row) => row.id);
}

/** Counts a failed try at a running task, and gives back how many there have been. */
export async function countFailedTry(connection: Connection, id: TaskId, error: TaskError): Promise<number> {
  const { rows } = await connection.query<{ attempts: number }>(
    `update task set attempts = attempts + 1, error = $2 where id = $1 and state = 'running' returning attempts`,
    [id, jsonText(error)],
  );
  return rows[0]?.attempts ?? 0;
}

/** Tasks of a run that wait for no other one. */
export async function listRootIds(connection: Connection, runId: RunId): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>(
    `select id::text from task where run_id = $1 and state = 'waiting' and unmet = 0 order by position`,
    [runId],
  );
  return rows.map((row) => row.id);
}
