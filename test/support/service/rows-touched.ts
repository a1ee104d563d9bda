import type { Pool, PoolClient } from "pg";

/** Rows of a table that `read` touches, by an index or by reading everything. */
export async function rowsTouched(
  database: Pool,
  table: string,
  read: (client: PoolClient) => Promise<unknown>,
): Promise<number> {
  const client = await database.connect();
  try {
    await client.query("begin");
    const before = await touched(client, table);
    await read(client);
    return (await touched(client, table)) - before;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

async function touched(client: PoolClient, table: string): Promise<number> {
  const { rows } = await client.query<{ touched: number }>(
    `select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as touched
     from pg_stat_xact_user_tables where relname = $1`,
    [table],
  );
  return rows[0]?.touched ?? 0;
}
