import { FILE_NAMES } from "../../core/retention/retention-spec.ts";
import type { Connection } from "../connection/transaction.ts";

/** What of a DAG's runs is measured, in the words of `nightgrid gc`. */
export const STORED_KINDS = ["logs", "trades", "series", "artifacts", "results"] as const;
export type StoredKind = (typeof STORED_KINDS)[number];

export interface StoredPart {
  /** Null of results whose runs are gone. */
  readonly dagId: string | null;
  readonly kind: StoredKind;
  /** Lines, files, batches of results. */
  readonly count: number;
  readonly bytes: number;
}

export interface StoredFiles extends StoredPart {
  /** Of `bytes`, what lies in the depot too. */
  readonly depotBytes: number;
}

/** Files of runs by DAG and kind, as they are written down. */
export async function measureFiles(connection: Connection): Promise<readonly StoredFiles[]> {
  const { rows } = await connection.query<StoredFiles>({
    name: "measure-files",
    text: `
      select run.dag_id as "dagId", file.kind, count(*)::int as count, sum(file.bytes)::float8 as bytes,
        coalesce(sum(file.bytes) filter (where file.key is not null), 0)::float8 as "depotBytes"
      from (select run_id, bytes, key, case when name = any ($1::text[]) then 'trades'
              when name = any ($2::text[]) then 'series' else 'artifacts' end as kind from artifact) file
      join run on run.id = file.run_id group by run.dag_id, file.kind order by run.dag_id, file.kind`,
    values: [FILE_NAMES.trades, FILE_NAMES.series],
  });
  return rows;
}

/** Logs and results by DAG, without their indexes. Reads all of both tables, though not their large columns: a second for some million lines. */
export async function measureRows(connection: Connection): Promise<readonly StoredPart[]> {
  const logs = await connection.query<StoredPart>({
    name: "measure-all-logs",
    text: `
      select run.dag_id as "dagId", 'logs' as kind, sum(own.lines)::float8 as count, sum(own.bytes)::float8 as bytes
      from (select run_id, count(*) as lines, sum(pg_column_size(log.*)) as bytes from log group by run_id) own
      join run on run.id = own.run_id group by run.dag_id order by run.dag_id`,
  });
  const results = await connection.query<StoredPart>({
    name: "measure-all-results",
    text: `
      with user_of as (select distinct on (batch_id) batch_id, task_id from sweep_part order by batch_id, task_id)
      select run.dag_id as "dagId", 'results' as kind, count(*)::int as count,
        sum(pg_column_size(metrics) + coalesce(pg_column_size(reasons), 0) + coalesce(pg_column_size(block_sums), 0)
          + pg_column_size(params))::float8 as bytes
      from batch left join task own on own.id = batch.task_id
      left join user_of on user_of.batch_id = batch.id and own.id is null
      left join task other on other.id = user_of.task_id
      left join run on run.id = coalesce(own.run_id, other.run_id)
      group by run.dag_id order by run.dag_id`,
  });
  return [...logs.rows, ...results.rows];
}
