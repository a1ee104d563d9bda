import type { Connection } from "./connection/transaction.ts";

export interface NewWorker {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Ranges that it computes at a time. */
  readonly slots: number;
  /** How long it counts as live after each heartbeat. */
  readonly aliveMs: number;
  /** Of Nightgrid; absent where it does not matter. */
  readonly version?: string;
}

export async function registerWorker(connection: Connection, worker: NewWorker): Promise<void> {
  await connection.query(
    `insert into worker (id, host, pid, slots, alive_until, version)
     values ($1, $2, $3, $4, now() + $5 * interval '1 ms', $6)`,
    [worker.id, worker.host, worker.pid, worker.slots, worker.aliveMs, worker.version ?? null],
  );
}

/** Names the worker's job pools, once they exist. */
export async function setWorkerPools(connection: Connection, id: string, pools: readonly string[]): Promise<void> {
  await connection.query(`update worker set pools = $2 where id = $1`, [id, pools]);
}

/**
 * Prolongs all leases of a worker. One that had been declared dead lives again, without the leases it
 * has lost: the fencing tokens see to that. False when the worker is unknown.
 */
export async function heartbeat(connection: Connection, id: string, aliveMs: number): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "heartbeat",
    text: `update worker set state = 'live', reaped = false, alive_until = now() + $2 * interval '1 ms' where id = $1`,
    values: [id, aliveMs],
  });
  return rowCount === 1;
}

export async function markStopped(connection: Connection, id: string): Promise<void> {
  await connection.query(`update worker set state = 'stopped', alive_until = now() where id = $1 and state = 'live'`, [
    id,
  ]);
}

/** Compute slots of all live workers, counted from their heartbeats (I8); at least 1. */
export async function countSlots(connection: Connection): Promise<number> {
  const { rows } = await connection.query<{ slots: number }>({
    name: "count-slots",
    text: `select greatest(1, coalesce(sum(slots), 0))::int as slots from worker where state = 'live' and alive_until > now()`,
  });
  return rows[0]?.slots ?? 1;
}

export interface WorkerRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly slots: number;
  readonly startedAt: Date;
  readonly aliveUntil: Date;
}

export async function listLiveWorkers(connection: Connection): Promise<readonly WorkerRow[]> {
  const { rows } = await connection.query<WorkerRow>(
    `select id, host, pid, slots, started_at as "startedAt", alive_until as "aliveUntil"
     from worker where state = 'live' and alive_until > now() order by started_at`,
  );
  return rows;
}
