import type { TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/**
 * SQL, of a `task` that has begun and its `run`: milliseconds that it may still take, below 0 when it has taken too long, null for
 * no limit. They stand still while the run is paused.
 */
export const LEFT_MS = `
  (1000 * extract(epoch from task.started_at + task.timeout_ms * interval '1 ms'
    - coalesce(run.paused_at, now())))::float8`;

/** As `LEFT_MS`; null also when it does not run, or its run is stopping. */
export async function readLeftMs(connection: Connection, id: TaskId): Promise<number | null> {
  const { rows } = await connection.query<{ leftMs: number | null }>({
    name: "read-left-ms",
    text: `
      select ${LEFT_MS} as "leftMs" from task join run on run.id = task.run_id
      where task.id = $1 and task.state = 'running' and run.stopping is null`,
    values: [id],
  });
  return rows[0]?.leftMs ?? null;
}
