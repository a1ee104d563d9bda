import type { RunId } from "../../core/names/ids.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** Of a sweep that is gone, and in no other one: not even as cached cells. */
const IS_ORPHANED = `not exists (select from sweep_part part where part.batch_id = batch.id)
  and not exists (select from task where task.id = batch.task_id)`;

/** What the results have in common that no run has any more; so many at most. */
export async function listOrphanedBases(connection: Connection, limit: number): Promise<readonly Buffer[]> {
  const { rows } = await connection.query<{ base: Buffer }>({
    name: "list-orphaned-bases",
    text: `select distinct base from batch where ${IS_ORPHANED} limit $1`,
    values: [limit],
  });
  return rows.map(({ base }) => base);
}

/** Batches of results, and what they take without their indexes. */
export interface ResultsSize {
  readonly count: number;
  readonly bytes: number;
}

const BYTES =
  "pg_column_size(metrics) + coalesce(pg_column_size(reasons), 0) + coalesce(pg_column_size(block_sums), 0) + pg_column_size(params)";

/**
 * Removes so many batches of such results at most. No sweep takes them up meanwhile: the transaction has settled their base.
 */
export async function removeOrphanedResults(
  transaction: Transaction,
  base: Uint8Array,
  limit: number,
): Promise<ResultsSize> {
  const { rows } = await transaction.query<ResultsSize>({
    name: "remove-orphaned-results",
    text: `
      with gone as (
        delete from batch where id in (select id from batch where base = $1 and ${IS_ORPHANED} order by batch.id limit $2)
        returning ${BYTES} as bytes)
      select count(*)::int as count, coalesce(sum(bytes), 0)::float8 as bytes from gone`,
    values: [base, limit],
  });
  return rows[0] ?? { count: 0, bytes: 0 };
}

/** The results that no run would have any more if some runs were gone. */
export async function measureOrphans(connection: Connection, without: readonly RunId[]): Promise<ResultsSize> {
  const { rows } = await connection.query<ResultsSize>({
    name: "measure-orphans",
    text: `
      with gone as materialized (select id from task where run_id = any ($1::text[]))
      select count(*)::int as count, coalesce(sum(${BYTES}), 0)::float8 as bytes from batch
      where not exists (select from sweep_part part
          where part.batch_id = batch.id and not exists (select from gone where gone.id = part.task_id))
        and not exists (select from task
          where task.id = batch.task_id and not exists (select from gone where gone.id = task.id))`,
    values: [without],
  });
  return rows[0] ?? { count: 0, bytes: 0 };
}
