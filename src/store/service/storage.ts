import type { Connection } from "../connection/transaction.ts";

export interface TableSize {
  readonly name: string;
  /** With its indexes. */
  readonly bytes: number;
}

/** The largest tables of the schema first. */
export async function listTableSizes(connection: Connection, limit: number): Promise<readonly TableSize[]> {
  const { rows } = await connection.query<TableSize>({
    name: "list-table-sizes",
    text: `
      select relname as name, pg_total_relation_size(oid)::float8 as bytes from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'r' order by bytes desc, relname limit $1`,
    values: [limit],
  });
  return rows;
}

export interface StoredBytes {
  readonly databaseBytes: number;
  readonly artifacts: number;
  readonly artifactBytes: number;
  /** Of artifacts that are Parquet files. */
  readonly parquetBytes: number;
}

export async function readStoredBytes(connection: Connection): Promise<StoredBytes> {
  const { rows } = await connection.query<StoredBytes>({
    name: "read-stored-bytes",
    text: `
      select pg_database_size(current_database())::float8 as "databaseBytes", count(*)::int as artifacts,
        coalesce(sum(bytes), 0)::float8 as "artifactBytes",
        coalesce(sum(bytes) filter (where artifact.name like '%.parquet'), 0)::float8 as "parquetBytes"
      from artifact`,
  });
  return rows[0] ?? { databaseBytes: 0, artifacts: 0, artifactBytes: 0, parquetBytes: 0 };
}
