import type { WORKER_STATES } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";

export interface SeenWorker {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly state: (typeof WORKER_STATES)[number];
  /** Its heartbeat counts at this moment. */
  readonly isAlive: boolean;
  readonly version: string | null;
  readonly slots: number;
  /** Attempts that it has in its hands. */
  readonly busy: number;
  readonly startedAt: Date;
  /** All its leases are live until then. */
  readonly aliveUntil: Date;
}

/** Those that are alive, then those of the last day, the latest first. */
export async function listSeenWorkers(connection: Connection, limit: number): Promise<readonly SeenWorker[]> {
  const { rows } = await connection.query<SeenWorker>({
    name: "list-seen-workers",
    text: `
      select id, host, pid, state, state = 'live' and alive_until > now() as "isAlive", version, slots,
        (select count(*)::int from attempt where worker_id = worker.id and attempt.state = 'running') as busy,
        started_at as "startedAt", alive_until as "aliveUntil"
      from worker where alive_until > now() - interval '1 day'
      order by state = 'live' and alive_until > now() desc, alive_until desc, worker.id limit $1`,
    values: [limit],
  });
  return rows;
}
