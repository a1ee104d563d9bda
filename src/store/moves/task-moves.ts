import { MOVES } from "../../core/names/moves.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { TaskState } from "../../core/names/states.ts";
import { int8Array } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { TaskError } from "../run/tasks.ts";
import { mayMove, mayMoveTo } from "./guard.ts";

// Every function here expects the lock on the run (see lockRun).

const { queue, skip, drop, begin, requeue, succeed, fail, cancel } = MOVES.task;

export interface TaskEnd {
  readonly id: TaskId;
  readonly state: Extract<TaskState, "succeeded" | "failed" | "cancelled">;
  readonly error: TaskError | null;
  /** JSON, or null for none. */
  readonly output: unknown;
}

/** What the end of some tasks has led to. */
export interface Settlement {
  /** How many tasks ended; those that had ended before, or had not begun, were left alone. */
  readonly ended: number;
  /** A before-callback was among the failed ones. */
  readonly isStopped: boolean;
  /** Waiting tasks that need nothing more. */
  readonly ready: readonly TaskId[];
  /** Tasks of the run that have still to end. */
  readonly open: number;
}

const NOTHING: Settlement = { ended: 0, isStopped: false, ready: [], open: 0 };

/** Of the rows of `ended`: counts them off at those that need them. They must not need each other. */
const COUNT_OFF = `
  met as (
    select task_id, count(*)::int as times from task_need where needed_id in (select id from ended) group by task_id
  ), counted as (
    update task set unmet = task.unmet - met.times from met where task.id = met.task_id
    returning task.id, task.unmet, task.state
  )`;

/** Of the rows of `ended`: counts them off at the run $1, tells those who watch, and says what follows. */
const settle = (ready: string): string => `
  closed as (
    update run set open_tasks = open_tasks - (select count(*) from ended)::int where id = $1 returning open_tasks
  )
  select
    (select count(*)::int from ended) as ended,
    exists (select from ended where phase = 'before' and state = '${fail.to}') as "isStopped",
    ${ready} as ready,
    (select open_tasks from closed) as open,
    pg_notify('nightgrid_run', $1)`;

const READY = `array(select id::text from counted where unmet = 0 and ${queue.from.map((from) => `state = '${from}'`).join()})`;

/** Ends running tasks of one run, any number of them in one statement. */
export async function endTasks(connection: Connection, runId: RunId, ends: readonly TaskEnd[]): Promise<Settlement> {
  const { rows } = await connection.query<Settlement>({
    name: "end-tasks",
    text: `
      with ended as (
        update task set state = input.state, error = input.error::jsonb, output = input.output::jsonb, finished_at = now()
        from unnest($2::int8[], $3::text[], $4::text[], $5::text[]) as input (id, state, error, output)
        where task.id = input.id and task.run_id = $1 and ${mayMoveTo("task", [succeed, fail, cancel], "input.state")}
        returning task.id, task.phase, task.state
      ), ${COUNT_OFF}, ${settle(READY)}`,
    values: [
      runId,
      int8Array(ends.map((end) => end.id)),
      ends.map((end) => end.state),
      ends.map((end) => (end.error === null ? null : jsonText(end.error))),
      ends.map((end) => (end.output === undefined || end.output === null ? null : jsonText(end.output))),
    ],
  });
  return rows[0] ?? NOTHING;
}

/** Ends tasks of one run that are not to begin, since their trigger rules are not met. */
export async function skipTasks(connection: Connection, runId: RunId, ids: readonly TaskId[]): Promise<Settlement> {
  const { rows } = await connection.query<Settlement>({
    name: "skip-tasks",
    text: `
      with ended as (
        update task set state = '${skip.to}', finished_at = now()
        where id = any($2::int8[]) and run_id = $1 and ${mayMove("task", skip)} returning id, phase, state
      ), ${COUNT_OFF}, ${settle(READY)}`,
    values: [runId, int8Array(ids)],
  });
  return rows[0] ?? NOTHING;
}

/** Ends all tasks of a run that have not begun; nothing is counted off at those that need them, which have ended with them. */
export async function dropUnbegun(connection: Connection, runId: RunId, how: "skip" | "drop"): Promise<Settlement> {
  const move = how === "skip" ? skip : drop;
  const { rows } = await connection.query<Settlement>({
    name: `drop-unbegun-${how}`,
    text: `
      with ended as (
        update task set state = '${move.to}', finished_at = now()
        where run_id = $1 and ${mayMove("task", move)} returning id, phase, state
      ), ${settle("array[]::text[]")}`,
    values: [runId],
  });
  return rows[0] ?? NOTHING;
}

/** Gives back those that moved. */
export async function queueWaiting(connection: Connection, ids: readonly TaskId[]): Promise<ReadonlySet<TaskId>> {
  const { rows } = await connection.query<{ id: TaskId }>({
    name: "queue-waiting",
    text: `update task set state = '${queue.to}' where id = any($1::int8[]) and ${mayMove("task", queue)} returning id::text`,
    values: [int8Array(ids)],
  });
  return new Set(rows.map((row) => row.id));
}

/** Begins a task that has no attempt of its own, but one for each of its ranges. */
export async function beginTask(connection: Connection, id: TaskId): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "begin-task",
    text: `
      update task set state = '${begin.to}', started_at = coalesce(started_at, now())
      where id = $1 and ${mayMove("task", begin)}`,
    values: [id],
  });
  return rowCount === 1;
}

/** Why a running task goes back: only a failed try counts against the retry limit (I4). */
export type RequeueReason = "failed" | "interrupted" | "worker_died" | "stray";

/** A running task goes back, to be tried again at `runAfter` (null: at once). */
export async function requeueTask(
  connection: Connection,
  id: TaskId,
  back: { readonly because: RequeueReason; readonly runAfter: Date | null; readonly error: TaskError | null },
): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "requeue-task",
    text: `
      update task set state = '${requeue.to}', run_after = $2, error = coalesce($4::jsonb, error),
        attempts = attempts + ($3 = 'failed')::int, kills = kills + ($3 = 'worker_died')::int
      where id = $1 and ${mayMove("task", requeue)}`,
    values: [id, back.runAfter, back.because, back.error === null ? null : jsonText(back.error)],
  });
  return rowCount === 1;
}

/** Counts a failed try at a task that goes on running. */
export async function countFailedTry(connection: Connection, id: TaskId, error: TaskError): Promise<void> {
  await connection.query({
    name: "count-failed-try",
    text: `update task set attempts = attempts + 1, error = $2 where id = $1 and ${mayMove("task", fail)}`,
    values: [id, jsonText(error)],
  });
}

/** Counts a failed try at a task that stays where it is, and is gone on with at `runAfter`. Null when it has ended. */
export async function deferTask(
  connection: Connection,
  id: TaskId,
  { runAfter, error }: { readonly runAfter: Date; readonly error: TaskError },
): Promise<TaskState | null> {
  const { rows } = await connection.query<{ state: TaskState }>({
    name: "defer-task",
    text: `
      update task set attempts = attempts + 1, run_after = $2, error = $3
      where id = $1 and (${mayMove("task", begin)} or ${mayMove("task", fail)}) returning state`,
    values: [id, runAfter, jsonText(error)],
  });
  return rows[0]?.state ?? null;
}
