import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { TaskKind } from "../../core/names/states.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { Connection } from "../connection/transaction.ts";
import { HAS_OPEN_RANGES } from "../outside/open-ranges.ts";
import type { AttemptId } from "./attempts.ts";
import { LEFT_MS } from "../actions/time-left.ts";
import { listDueOutside } from "../outside/outside-attempts.ts";
import { listDueLooks } from "./waits.ts";

export interface Watchdog {
  /** A worker whose own heart beats: when the database was away, everybody's has stopped for a while (I9). */
  readonly workerId: string;
  /** How long the server must have been up before anybody is declared dead, in milliseconds. */
  readonly graceMs: number;
}

/** Declares workers dead whose heartbeat has stopped; gives back their ids. */
export async function markDeadWorkers(connection: Connection, watchdog: Watchdog): Promise<readonly string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `update worker set state = 'dead'
     where id in (select id from worker where state = 'live' and alive_until < now() for update skip locked)
       and exists (select from worker watchdog where watchdog.id = $1 and watchdog.state = 'live' and watchdog.alive_until > now())
       and now() - pg_postmaster_start_time() > $2 * interval '1 ms'
     returning id`,
    [watchdog.workerId, watchdog.graceMs],
  );
  return rows.map((row) => row.id);
}

/**
 * Job pools of workers that are not live and from whom something may still be to be taken back. Not only of those
 * that this process declared dead: whoever did may have died before it came to their jobs.
 */
export async function listOrphanPools(connection: Connection): Promise<readonly string[]> {
  const { rows } = await connection.query<{ pool: string }>(
    `select unnest(pools) as pool from worker where state <> 'live' and not reaped`,
  );
  return rows.map((row) => row.pool);
}

export interface OrphanAttempt {
  readonly id: AttemptId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly kind: TaskKind;
  readonly taskKills: number;
  /** Of a task that is given out in ranges of cells. */
  readonly from: number | null;
  readonly to: number | null;
  readonly kills: number;
  /** Work that it has begun outside of its worker; null for none. */
  readonly externalId: string | null;
  /** Tries at its range that have failed; absent for none. */
  readonly tries?: number;
  /** Workers that it may lose; absent: three. */
  readonly maxKills?: number;
}

const SELECT_ATTEMPT = `
  select attempt.id::text, task.run_id as "runId", task.id::text as "taskId", task.kind, task.kills as "taskKills",
    attempt.from_cell as from, attempt.to_cell as to, attempt.kills, attempt.external_id as "externalId",
    attempt.tries, task.max_kills as "maxKills"
  from attempt join task on task.id = attempt.task_id`;

/**
 * Running attempts whose worker is not live. One that was taken for dead may go on without a heartbeat: what it has claimed since,
 * or was claiming when the rest was taken from it, is an orphan too, though the worker counts as reaped.
 */
export async function listOrphanAttempts(connection: Connection): Promise<readonly OrphanAttempt[]> {
  // Two statements in one, since a condition with `or` would read all attempts of all workers that ever died.
  const { rows } = await connection.query<OrphanAttempt>(
    `${SELECT_ATTEMPT} join worker on worker.id = attempt.worker_id
     where attempt.state = 'running' and worker.state <> 'live' and not worker.reaped
     union all
     ${SELECT_ATTEMPT} join worker on worker.id = attempt.worker_id
     where attempt.state = 'running' and worker.state <> 'live' and worker.reaped
       and worker.alive_until > now() - interval '1 day' and attempt.started_at > worker.alive_until - interval '1 minute'`,
  );
  return rows.toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
}

/** Notes that nothing is left to be taken back from workers that are not live. */
export async function markReaped(connection: Connection): Promise<void> {
  await connection.query(
    `update worker set reaped = true where state <> 'live' and not reaped
       and not exists (select from attempt where worker_id = worker.id and attempt.state = 'running')`,
  );
}

/** Running attempts of one worker that are older than `minAgeMs`. */
export async function listOwnAttempts(
  connection: Connection,
  workerId: string,
  minAgeMs: number,
): Promise<readonly OrphanAttempt[]> {
  const { rows } = await connection.query<OrphanAttempt>(
    `${SELECT_ATTEMPT} where attempt.state = 'running' and attempt.worker_id = $1
       and attempt.started_at < now() - $2 * interval '1 ms' order by attempt.id`,
    [workerId, minAgeMs],
  );
  return rows;
}

interface OpenTask {
  readonly id: TaskId;
  readonly kind: TaskKind;
  readonly priority: Priority;
  readonly runAfter?: Date;
}

export interface OpenWork {
  /** But those that wait in line for a limit. */
  readonly queued: readonly OpenTask[];
  /** Running tasks with ranges to be taken, but those that wait in line for a limit. */
  readonly running: readonly OpenTask[];
  /** Runs whose tasks have all ended. */
  readonly endable: readonly RunId[];
  /** Runs that wait for data and are to be looked after. */
  readonly waiting: readonly RunId[];
  /** Runs with work outside of all workers that is to be looked after. */
  readonly outside: readonly RunId[];
  readonly hasDeliveries: boolean;
}

/** Everything that should have a wake-up, found from the truth in our own tables; what is in the works included, and what is paused left out. */
export async function findOpenWork(connection: Connection): Promise<OpenWork> {
  const inLine = "exists (select from slot_wait where task_id = task.id)";
  const queued = await connection.query<Omit<OpenTask, "runAfter"> & { readonly runAfter: Date | null }>(
    `select task.id::text, task.kind, run.priority, task.run_after as "runAfter"
     from task join run on run.id = task.run_id
     where task.state = 'queued' and run.finished_at is null and run.paused_at is null and not ${inLine}`,
  );
  const running = await connection.query<OpenTask>(
    `select task.id::text, task.kind, run.priority from task join run on run.id = task.run_id
     where task.state = 'running' and run.stopping is null and run.paused_at is null and not ${inLine}
       and ${HAS_OPEN_RANGES}`,
  );
  const endable = await connection.query<{ id: RunId }>(
    `select id from run where finished_at is null and open_tasks = 0 and (waits_for is null or stopping is not null)`,
  );
  // Also what is due later: a sender that died holds it, and the job that would have sent it died with it.
  const due = await connection.query(`select 1 from delivery where state = 'pending' limit 1`);
  return {
    queued: queued.rows.map(({ runAfter, ...task }) => (runAfter === null ? task : { ...task, runAfter })),
    running: running.rows,
    endable: endable.rows.map((row) => row.id),
    waiting: await listDueLooks(connection),
    outside: await listDueOutside(connection),
    hasDeliveries: due.rows.length > 0,
  };
}

/** Running tasks which are over their time. */
export async function listOverdueTasks(
  connection: Connection,
): Promise<readonly { readonly id: TaskId; readonly timeoutMs: number }[]> {
  const { rows } = await connection.query<{ id: TaskId; timeoutMs: number }>(
    `select task.id::text, task.timeout_ms::float8 as "timeoutMs" from run join task on task.run_id = run.id
     where run.finished_at is null and run.stopping is null and task.state = 'running' and ${LEFT_MS} <= 0`,
  );
  return rows;
}

export interface OverdueRun {
  readonly id: RunId;
  readonly timeoutMs: number;
  readonly cellsDone: number;
  readonly cellsTotal: number;
  /** Keys of tasks that were begun and have not ended, at most three. */
  readonly running: readonly string[];
}

/** Runs that are over their time and have not been told to stop; the time of a paused one stands still. */
export async function listOverdueRuns(connection: Connection): Promise<readonly OverdueRun[]> {
  const { rows } = await connection.query<OverdueRun>(
    `select id, timeout_ms::float8 as "timeoutMs", cells_done as "cellsDone", cells_total as "cellsTotal",
       array(select key from task where run_id = run.id and task.state = 'running' order by position limit 3) as running
     from run
     where finished_at is null and stopping is null and paused_at is null and deadline_at < now()`,
  );
  return rows;
}

/** Those of the given runs that have been told to stop. */
export async function listStopping(connection: Connection, ids: readonly string[]): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>(
    `select id from run where id = any($1) and stopping is not null`,
    [ids],
  );
  return rows.map((row) => row.id);
}
