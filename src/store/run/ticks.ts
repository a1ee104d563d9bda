import type { RunId } from "../../core/names/ids.ts";
import type { TickOutcome } from "../../core/names/states.ts";
import type { Connection } from "../transaction.ts";

/** The last slot of a DAG that was decided on; null when there was none. */
export async function readLastTick(connection: Connection, dagId: string): Promise<Date | null> {
  const { rows } = await connection.query<{ at: Date | null }>(
    `select max(tick_at) as at from tick where dag_id = $1`,
    [dagId],
  );
  return rows[0]?.at ?? null;
}

/** Writes down what became of a slot; false when that was decided before (I1). */
export async function insertTick(
  connection: Connection,
  tick: { readonly dagId: string; readonly at: Date; readonly outcome: TickOutcome; readonly runId: RunId | null },
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `insert into tick (dag_id, tick_at, outcome, run_id) values ($1, $2, $3, $4) on conflict (dag_id, tick_at) do nothing`,
    [tick.dagId, tick.at, tick.outcome, tick.runId],
  );
  return rowCount === 1;
}

/** Runs of a DAG that have not ended, the oldest first. */
export async function listOpenRuns(connection: Connection, dagId: string): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>(
    `select id from run where dag_id = $1 and finished_at is null order by created_at, id`,
    [dagId],
  );
  return rows.map((row) => row.id);
}
