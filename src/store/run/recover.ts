import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { TaskKind } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";
import type { AttemptId } from "./attempts.ts";
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
}

const SELECT_ATTEMPT = `
  select attempt.id::text, task.run_id as "runId", task.id::text as "taskId", task.kind, task.kills as "taskKills",
    attempt.from_cell as from, attempt.to_cell as to, attempt.kills, attempt.external_id as "externalId"
  from attempt join task on task.id = attempt.task_id`;

/** Running attempts whose worker is not live. */
export async function listOrphanAttempts(connection: Connection): Promise<readonly OrphanAttempt[]> {
  const { rows } = await connection.query<OrphanAttempt>(
    `${SELECT_ATTEMPT} join worker on worker.id = attempt.worker_id
     where attempt.state = 'running' and worker.state <> 'live' and not worker.reaped order by attempt.id`,
  );
  return rows;
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

export interface OpenWork {
  readonly queued: readonly { readonly id: TaskId; readonly kind: TaskKind; readonly runAfter?: Date }[];
  /** Running tasks with ranges to be taken, by kind. */
  readonly running: ReadonlyMap<TaskKind, readonly TaskId[]>;
  /** Runs whose tasks have all ended. */
  readonly endable: readonly RunId[];
  /** Runs that wait for data and are to be looked after. */
  readonly waiting: readonly RunId[];
  readonly hasDeliveries: boolean;
}

/** Everything that should have a wake-up, found from the truth in our own tables; what is in the works included, and what is paused left out. */
export async function findOpenWork(connection: Connection): Promise<OpenWork> {
  const queued = await connection.query<{ id: TaskId; kind: TaskKind; runAfter: Date | null }>(
    `select task.id::text, task.kind, task.run_after as "runAfter"
     from task join run on run.id = task.run_id where task.state = 'queued' and run.finished_at is null and run.paused_at is null`,
  );
  const running = await connection.query<{ kind: TaskKind; ids: readonly TaskId[] }>(
    `select task.kind, array_agg(task.id::text) as ids from task join run on run.id = task.run_id
     where task.state = 'running' and run.stopping is null and run.paused_at is null
       and (task.next_cell < task.cells_total or exists (select from spare_range where task_id = task.id))
     group by task.kind`,
  );
  const endable = await connection.query<{ id: RunId }>(
    `select id from run where finished_at is null and open_tasks = 0 and (waits_for is null or stopping is not null)`,
  );
  // Also what is due later: a sender that died holds it, and the job that would have sent it died with it.
  const due = await connection.query(`select 1 from delivery where state = 'pending' limit 1`);
  return {
    queued: queued.rows.map(({ runAfter, ...task }) => (runAfter === null ? task : { ...task, runAfter })),
    running: new Map(running.rows.map(({ kind, ids }) => [kind, ids])),
    endable: endable.rows.map((row) => row.id),
    waiting: await listDueLooks(connection),
    hasDeliveries: due.rows.length > 0,
  };
}

/** Runs that are over their time and have not been told to stop; the time of a paused one stands still. */
export async function listOverdueRuns(connection: Connection): Promise<readonly { id: RunId; timeoutMs: number }[]> {
  const { rows } = await connection.query<{ id: RunId; timeoutMs: number }>(
    `select id, timeout_ms::float8 as "timeoutMs" from run
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
