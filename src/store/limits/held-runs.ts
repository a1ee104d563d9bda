import { runsLimit } from "../../core/names/limit-names.ts";
import type { Connection } from "../connection/transaction.ts";

/** Runs of a DAG that go on, and those that wait for them; runs that are being stopped are neither. */
export async function countGoingRuns(
  connection: Connection,
  dagId: string,
): Promise<{ readonly going: number; readonly held: number }> {
  const { rows } = await connection.query<{ going: number; held: number }>({
    name: "count-going-runs",
    text: `
      select count(*) filter (where not held)::int as going, count(*) filter (where held)::int as held
      from run where dag_id = $1 and finished_at is null and stopping is null and trigger <> 'backfill'`,
    values: [dagId],
  });
  return rows[0] ?? { going: 0, held: 0 };
}

/** SQL: runs of the DAG $1 that may go on at a time; one where its file does not say. */
export const MAX_GOING = `coalesce((select slots from slot_limit where name = '${runsLimit("")}' || $1), 1)`;

/**
 * DAGs that limit their runs, and of which one waits although there is room for it: two that end at the same moment let one go
 * together, and a limit that was raised lets nobody go by itself.
 */
export async function listDagsWithRoom(connection: Connection): Promise<readonly string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `select waiting.dag_id as id from (select distinct dag_id from run where finished_at is null and held) waiting
     join slot_limit on slot_limit.name = '${runsLimit("")}' || waiting.dag_id
     where (select count(*) from run where dag_id = waiting.dag_id and finished_at is null and not held
       and trigger <> 'backfill') < slot_limit.slots`,
  );
  return rows.map(({ id }) => id);
}
