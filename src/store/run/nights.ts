import type { Connection } from "../connection/transaction.ts";
import type { RunRow } from "./runs.ts";

/** Whether a run of the DAG for a later moment has ended, experiments and backfills left out. */
export async function hasLaterNight(
  connection: Connection,
  { dagId, logicalDate }: Pick<RunRow, "dagId" | "logicalDate">,
): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "has-later-night",
    text: `
      select from run where dag_id = $1 and logical_date > $2 and state in ('succeeded', 'failed')
        and overrides = '{}' and trigger <> 'backfill' limit 1`,
    values: [dagId, logicalDate],
  });
  return rowCount === 1;
}

/**
 * How many runs of the schedule have failed in a row, the latest first and up to \`most\`; such that were cancelled are left out,
 * and those that ended before the DAG was unpaused.
 */
export async function countFailedNights(connection: Connection, dagId: string, most: number): Promise<number> {
  const { rows } = await connection.query<{ state: string }>({
    name: "last-nights",
    text: `
      select run.state from run join dag on dag.id = run.dag_id
      where run.dag_id = $1 and run.trigger = 'schedule' and run.state in ('succeeded', 'failed')
        and (dag.unpaused_at is null or run.finished_at > dag.unpaused_at)
      order by run.tick_at desc limit $2`,
    values: [dagId, most],
  });
  const success = rows.findIndex(({ state }) => state === "succeeded");
  return success === -1 ? rows.length : success;
}
