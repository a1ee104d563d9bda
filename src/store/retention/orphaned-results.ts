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

/**
 * Removes so many batches of such results at most. No sweep takes them up meanwhile: the transaction has settled their base.
 */
export async function removeOrphanedResults(
  transaction: Transaction,
  base: Uint8Array,
  limit: number,
): Promise<number> {
  const { rowCount } = await transaction.query({
    name: "remove-orphaned-results",
    text: `delete from batch where id in (select id from batch where base = $1 and ${IS_ORPHANED} order by batch.id limit $2)`,
    values: [base, limit],
  });
  return rowCount ?? 0;
}
