import type { RunId } from "../../core/names/ids.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** Runs that ended longer ago than `olderThanMs`, by the database's clock. */
export interface OldRuns {
  readonly olderThanMs: number;
  /** Null for all. */
  readonly dagId: string | null;
}

export interface OldRunsCount {
  readonly runs: number;
  readonly files: number;
  /** Of the files, as they were written. */
  readonly bytes: number;
  /** When the first of them ended; null for none. */
  readonly oldest: Date | null;
}

/** Of a row of `run`; $1 and $2 are those of `OldRuns`. */
export const IS_OLD = `run.finished_at < now() - $1 * interval '1 ms' and ($2::text is null or run.dag_id = $2)`;

export async function countOldRuns(connection: Connection, { olderThanMs, dagId }: OldRuns): Promise<OldRunsCount> {
  const { rows } = await connection.query<OldRunsCount>({
    name: "count-old-runs",
    text: `
      with old as (select id, finished_at from run where ${IS_OLD}),
      kept as (select count(*) as files, coalesce(sum(bytes), 0) as bytes from artifact join old on old.id = artifact.run_id)
      select (select count(*) from old)::int as runs, kept.files::int as files, kept.bytes::float8 as bytes,
        (select min(finished_at) from old) as oldest
      from kept`,
    values: [olderThanMs, dagId],
  });
  return rows[0] ?? { runs: 0, files: 0, bytes: 0, oldest: null };
}

/** So many of them, those that ended first. */
export async function listOldRuns(
  connection: Connection,
  { olderThanMs, dagId }: OldRuns,
  limit: number,
): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>({
    name: "list-old-runs",
    text: `select id from run where ${IS_OLD} order by finished_at limit $3`,
    values: [olderThanMs, dagId, limit],
  });
  return rows.map(({ id }) => id);
}

/** Removes so many lines of their logs at most; 0 when none is left. */
export async function removeLogLines(connection: Connection, runs: readonly RunId[], limit: number): Promise<number> {
  const { rowCount } = await connection.query({
    name: "remove-log-lines",
    text: `
      delete from log where id in (
        select id from log where run_id = any ($1::text[]) order by log.run_id, log.id limit $2)`,
    values: [runs, limit],
  });
  return rowCount ?? 0;
}

/**
 * Removes those that are still old, which one that was begun again meanwhile is not, with all that belongs to them; their
 * results stay. Gives back which.
 */
export async function removeOldRuns(
  transaction: Transaction,
  { olderThanMs, dagId }: OldRuns,
  runs: readonly RunId[],
): Promise<readonly RunId[]> {
  const { rows } = await transaction.query<{ id: RunId }>({
    name: "remove-old-runs",
    text: `
      delete from run where id in (
        select id from run where ${IS_OLD} and id = any ($3::text[]) order by run.id for update skip locked)
      returning id`,
    values: [olderThanMs, dagId, runs],
  });
  return rows.map(({ id }) => id);
}
