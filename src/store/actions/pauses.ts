import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** From now on slots of the DAG are passed over. False when it is paused already, or not known. */
export async function pauseDagRow(connection: Connection, id: string, { by, reason }: Act): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update dag set paused_at = clock_timestamp(), unpaused_at = null, paused_by = $2, paused_because = $3
     where id = $1 and (paused_at is null or unpaused_at is not null)`,
    [id, by, reason],
  );
  return rowCount === 1;
}

/** False when it is not paused. When it was stays there: slots of that time are passed over whoever looks when. */
export async function unpauseDagRow(connection: Connection, id: string): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update dag set unpaused_at = clock_timestamp() where id = $1 and paused_at is not null and unpaused_at is null`,
    [id],
  );
  return rowCount === 1;
}

/** From now on nothing of the run begins. False when it is paused, is stopping or has ended already. */
export async function pauseRunRow(connection: Connection, id: RunId, { by, reason }: Act): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update run set paused_at = now(), paused_by = $2, paused_because = $3
     where id = $1 and paused_at is null and stopping is null and finished_at is null`,
    [id, by, reason],
  );
  return rowCount === 1;
}

/**
 * The run goes on where it was; its time-out, and the time that it waits for data, are longer by the pause. Backtests that had begun count as begun so
 * much later, so that neither their time-outs nor their rates know of it. False when it is not paused.
 */
export async function unpauseRunRow(connection: Connection, id: RunId): Promise<boolean> {
  const { rowCount } = await connection.query(
    `with paused as (
       select id, now() - paused_at as time from run where id = $1 and paused_at is not null and finished_at is null
     ), moved as (
       update task set started_at = started_at + paused.time
       from paused where task.run_id = paused.id and task.state = 'running' and task.cells_total > 0
     )
     update run set deadline_at = deadline_at + paused.time, wait_until = wait_until + paused.time,
       paused_at = null, paused_by = null, paused_because = null
     from paused where run.id = paused.id`,
    [id],
  );
  return rowCount === 1;
}
