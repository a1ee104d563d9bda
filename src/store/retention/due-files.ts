import { FILE_NAMES, type FileKind } from "../../core/retention/retention-spec.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** A file of a run, as it is written down. */
export interface RunFile {
  readonly runId: RunId;
  readonly name: string;
  readonly bytes: number;
  /** In the depot; null where it is on a host alone. */
  readonly key: string | null;
}

const KIND = `case when name = any ($1::text[]) then 'trades' when name = any ($2::text[]) then 'series' else 'artifacts' end`;
const NAMES = [FILE_NAMES.trades, FILE_NAMES.series] as const;
const COLUMNS = `run_id as "runId", name, bytes::float8 as bytes, key`;

/** Files of some runs, of some kinds. */
export async function listFilesOf(
  connection: Connection,
  runs: readonly RunId[],
  kinds: readonly FileKind[],
): Promise<readonly RunFile[]> {
  const { rows } = await connection.query<RunFile>({
    name: "list-files-of",
    text: `select ${COLUMNS} from artifact where run_id = any ($3::text[]) and ${KIND} = any ($4::text[]) order by run_id, name`,
    values: [...NAMES, runs, kinds],
  });
  return rows;
}

/** Those of some runs that have files of a kind. */
export async function withFilesOf(
  connection: Connection,
  runs: readonly RunId[],
  kind: FileKind,
): Promise<ReadonlySet<RunId>> {
  const { rows } = await connection.query<{ runId: RunId }>({
    name: "with-files-of",
    text: `select distinct run_id as "runId" from artifact where run_id = any ($3::text[]) and ${KIND} = $4`,
    values: [...NAMES, runs, kind],
  });
  return new Set(rows.map(({ runId }) => runId));
}

/** Removes what is written of files of a kind, of runs that the transaction has locked; gives back which. */
export async function removeFileRows(
  transaction: Transaction,
  runs: readonly RunId[],
  kinds: readonly FileKind[],
): Promise<readonly RunFile[]> {
  const { rows } = await transaction.query<RunFile>({
    name: "remove-file-rows",
    text: `delete from artifact where run_id = any ($3::text[]) and ${KIND} = any ($4::text[]) returning ${COLUMNS}`,
    values: [...NAMES, runs, kinds],
  });
  return rows;
}

export interface LogSize {
  readonly dagId: string;
  readonly lines: number;
  /** Of the texts, as they are kept. */
  readonly bytes: number;
  readonly runs: number;
}

/** The logs of some runs, by DAG. */
export async function measureLogs(connection: Connection, runs: readonly RunId[]): Promise<readonly LogSize[]> {
  const { rows } = await connection.query<LogSize>({
    name: "measure-logs",
    text: `
      select run.dag_id as "dagId", count(*)::float8 as lines, count(distinct run.id)::int as runs,
        sum(pg_column_size(log.message) + coalesce(pg_column_size(log.fields), 0))::float8 as bytes
      from log join run on run.id = log.run_id where log.run_id = any ($1::text[]) group by run.dag_id order by run.dag_id`,
    values: [runs],
  });
  return rows;
}

/** Those of some runs that have lines of logs. */
export async function withLogs(connection: Connection, runs: readonly RunId[]): Promise<ReadonlySet<RunId>> {
  const { rows } = await connection.query<{ id: RunId }>({
    name: "with-logs",
    text: `
      select id from unnest($1::text[]) as run (id) where exists (select from log where log.run_id = run.id)`,
    values: [runs],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Removes so many lines of logs at most, of runs that the transaction has locked. Gives back how many, and their size. */
export async function removeLogLines(
  transaction: Transaction,
  runs: readonly RunId[],
  limit: number,
): Promise<{ readonly lines: number; readonly bytes: number }> {
  const { rows } = await transaction.query<{ lines: number; bytes: number }>({
    name: "remove-log-lines",
    text: `
      with gone as (
        delete from log where id in (
          select id from log where run_id = any ($1::text[]) order by log.run_id, log.id limit $2)
        returning pg_column_size(message) + coalesce(pg_column_size(fields), 0) as bytes)
      select count(*)::int as lines, coalesce(sum(bytes), 0)::float8 as bytes from gone`,
    values: [runs, limit],
  });
  return rows[0] ?? { lines: 0, bytes: 0 };
}
