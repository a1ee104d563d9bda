import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { Lease } from "../moves/lease-range.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";
import type { AttemptId } from "../run/attempts.ts";

/** When work outside is looked after: after a share of the time that it has taken, within bounds. Milliseconds. */
export interface LookPace {
  readonly shortestMs: number;
  readonly longestMs: number;
  readonly share: number;
}

/** An attempt that waits for work outside: no worker has it, and whoever looks may end it. */
const IS_OUTSIDE = `attempt.look_at is not null and attempt.worker_id is null and attempt.state = 'running'`;

/**
 * Lets go of a running attempt whose work goes on outside; gives back when to look after it. Null when it was taken back from
 * this worker meanwhile.
 */
export async function leaveOutside(
  transaction: Transaction,
  { id, workerId, externalId }: { readonly id: AttemptId; readonly workerId: string; readonly externalId: string },
  { shortestMs }: LookPace,
): Promise<Date | null> {
  const { rows } = await transaction.query<{ lookAt: Date }>({
    name: "leave-outside",
    text: `
      update attempt set worker_id = null, external_id = $3, look_at = now() + $4 * interval '1 ms'
      where id = $1 and worker_id = $2 and state = 'running' returning look_at as "lookAt"`,
    values: [id, workerId, externalId, shortestMs],
  });
  return rows[0]?.lookAt ?? null;
}

export interface OutsideLook extends Lease {
  readonly externalId: string;
  readonly taskId: TaskId;
  /** When to look again. */
  readonly nextAt: Date;
}

/**
 * Takes it upon the caller to look after all that a run has outside, if that is due: the next look is due by itself, so that one
 * that dies with its process is made by another. Empty when there is nothing, or somebody else looks.
 */
export async function claimOutsideLooks(
  transaction: Transaction,
  runId: RunId,
  { shortestMs, longestMs, share }: LookPace,
): Promise<readonly OutsideLook[]> {
  const { rows } = await transaction.query<OutsideLook>({
    name: "claim-outside-looks",
    text: `
      with outside as (
        select attempt.id, attempt.look_at, attempt.started_at from attempt
        join task on task.id = attempt.task_id join run on run.id = task.run_id
        where ${IS_OUTSIDE} and run.id = $1 and run.stopping is null and task.state = 'running'
        order by attempt.id for no key update of attempt
      ), pace as (
        select now() + interval '1 ms' * least($3::float8, greatest($2::float8,
          $4::float8 * 1000 * extract(epoch from now() - max(started_at))::float8)) as next_at
        from outside having min(look_at) <= now()
      )
      update attempt set look_at = pace.next_at from pace, outside where attempt.id = outside.id
      returning attempt.id::text as "attemptId", attempt.task_id::text as "taskId", from_cell as from, to_cell as to, kills,
        external_id as "externalId", tries, pace.next_at as "nextAt"`,
    values: [runId, shortestMs, longestMs, share],
  });
  return rows.toSorted((a, b) => Number(a.attemptId) - Number(b.attemptId));
}

/** When somebody is to look again after what a run has outside; null when it has nothing there. */
export async function nextOutsideLook(connection: Connection, runId: RunId): Promise<Date | null> {
  const { rows } = await connection.query<{ lookAt: Date | null }>({
    name: "next-outside-look",
    text: `
      select min(attempt.look_at) as "lookAt" from attempt
      join task on task.id = attempt.task_id join run on run.id = task.run_id
      where ${IS_OUTSIDE} and run.id = $1 and run.stopping is null and task.state = 'running'`,
    values: [runId],
  });
  return rows[0]?.lookAt ?? null;
}

/** Keeps others from looking after an attempt for so long, since this process is collecting what it has come to. */
export async function holdOutsideLook(connection: Connection, id: AttemptId, forMs: number): Promise<void> {
  await connection.query({
    name: "hold-outside-look",
    text: `update attempt set look_at = now() + $2 * interval '1 ms' where id = $1 and ${IS_OUTSIDE}`,
    values: [id, forMs],
  });
}

/** Runs with work outside that somebody should have looked after by now. */
export async function listDueOutside(connection: Connection): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>({
    name: "list-due-outside",
    text: `
      select distinct run.id from attempt join task on task.id = attempt.task_id join run on run.id = task.run_id
      where ${IS_OUTSIDE} and attempt.look_at <= now() and run.stopping is null and task.state = 'running'`,
  });
  return rows.map((row) => row.id);
}

export interface DesertedAttempt extends Lease {
  readonly externalId: string;
  readonly taskId: TaskId;
  readonly runId: RunId;
}

/** Attempts outside that nobody will collect: their run is stopping, or their task has ended. */
export async function listDesertedAttempts(connection: Connection): Promise<readonly DesertedAttempt[]> {
  const { rows } = await connection.query<DesertedAttempt>({
    name: "list-deserted-attempts",
    text: `
      select attempt.id::text as "attemptId", task.id::text as "taskId", run.id as "runId", from_cell as from, to_cell as to,
        attempt.kills, attempt.external_id as "externalId", attempt.tries
      from attempt join task on task.id = attempt.task_id join run on run.id = task.run_id
      where ${IS_OUTSIDE} and (run.stopping is not null or task.state <> 'running') order by attempt.id`,
  });
  return rows;
}
