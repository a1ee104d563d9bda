import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/**
 * Those of some runs that were here and were removed: the audit has them. One that neither is here nor was removed is of another
 * database, whose files lie in the same folder.
 */
export async function listRemovedRuns(connection: Connection, runs: readonly RunId[]): Promise<readonly RunId[]> {
  if (runs.length === 0) return [];
  const { rows } = await connection.query<{ id: RunId }>({
    name: "list-removed-runs",
    text: `
      select distinct said.id from audit, jsonb_array_elements_text(audit.details -> 'ids') as said (id)
      where audit.action = 'prune' and jsonb_typeof(audit.details -> 'ids') = 'array' and said.id = any ($1::text[])
        and not exists (select from run where run.id = said.id)`,
    values: [runs],
  });
  return rows.map(({ id }) => id);
}

/** Those of some runs that neither are here nor were removed: another database has them, or none any more. */
export async function listForeignRuns(connection: Connection, runs: readonly RunId[]): Promise<readonly RunId[]> {
  const removed = new Set(await listRemovedRuns(connection, runs));
  const { rows } = await connection.query<{ id: RunId }>({
    name: "list-known-runs",
    text: `select id from run where id = any ($1::text[])`,
    values: [runs],
  });
  const known = new Set(rows.map(({ id }) => id));
  return runs.filter((id) => !known.has(id) && !removed.has(id));
}

/** When the log of a run was removed last; null when it never was. */
export async function readLogRemoval(connection: Connection, run: RunId): Promise<Date | null> {
  const { rows } = await connection.query<{ at: Date | null }>({
    name: "read-log-removal",
    text: `
      select max(at) as at from audit
      where action = 'prune' and details ->> 'only' = 'logs' and details -> 'ids' ? $1`,
    values: [run],
  });
  return rows[0]?.at ?? null;
}
