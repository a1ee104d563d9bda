import type { RunId, TaskId } from "../core/names/ids.ts";
import type { LogLevel } from "../core/log.ts";
import type { Connection } from "./connection/transaction.ts";
import { jsonText } from "./connection/storable-client.ts";

export interface NewLogLine {
  readonly runId: RunId;
  readonly taskId: TaskId | null;
  readonly at: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LogRow {
  /** A decimal string; grows with time. */
  readonly id: string;
  readonly at: Date;
  readonly level: LogLevel;
  /** Key of the task; null for lines of the run itself. */
  readonly task: string | null;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Writes lines in bulk and tells those who follow. Lines of runs that are gone are dropped. */
export async function insertLogLines(connection: Connection, lines: readonly NewLogLine[]): Promise<void> {
  if (lines.length === 0) return;
  await connection.query({
    name: "insert-log-lines",
    text: `
      with written as (
        insert into log (run_id, task_id, at, level, message, fields)
        select line.run_id, line.task_id, line.at, line.level, line.message, line.fields::jsonb
        from unnest($1::text[], $2::int8[], $3::timestamptz[], $4::text[], $5::text[], $6::text[])
          with ordinality as line (run_id, task_id, at, level, message, fields, position)
        where exists (select from run where run.id = line.run_id)
        order by line.position
        returning run_id
      )
      select pg_notify('nightgrid_log', run_id) from (select distinct run_id from written) runs`,
    values: [
      lines.map((line) => line.runId),
      lines.map((line) => line.taskId),
      lines.map((line) => line.at),
      lines.map((line) => line.level),
      lines.map((line) => line.message),
      lines.map((line) => jsonText(line.fields)),
    ],
  });
}

const SELECT = `
  select log.id::text, log.at, log.level, task.key as task, log.message, log.fields
  from log left join task on task.id = log.task_id`;

/** The last `count` lines of a run, oldest first. */
export async function tailLog(connection: Connection, runId: RunId, count: number): Promise<readonly LogRow[]> {
  const { rows } = await connection.query<LogRow>(`${SELECT} where log.run_id = $1 order by log.id desc limit $2`, [
    runId,
    count,
  ]);
  return rows.reverse();
}

/** The lines after the one named `after` (`"0"` for all), oldest first, at most `limit`. */
export async function logAfter(
  connection: Connection,
  runId: RunId,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly LogRow[]> {
  const { rows } = await connection.query<LogRow>(
    `${SELECT} where log.run_id = $1 and log.id > $2 order by log.id limit $3`,
    [runId, page.after, page.limit],
  );
  return rows;
}

export interface LogWindow {
  /** Lines after this one, the oldest first; null: the lines before `before`. */
  readonly after: string | null;
  /** Lines before this one; null: the last ones. */
  readonly before: string | null;
  readonly limit: number;
  readonly levels: readonly LogLevel[];
  /** Key of a task; null for lines of all, and of the run itself. */
  readonly task: string | null;
  /** Only lines that hold this text, in any case; null for all. */
  readonly search: string | null;
}

/** Part of the log of a run, the oldest line first. */
export async function readLogWindow(
  connection: Connection,
  runId: RunId,
  { after, before, limit, levels, task, search }: LogWindow,
): Promise<readonly LogRow[]> {
  const isForward = after !== null;
  const { rows } = await connection.query<LogRow>(
    `${SELECT}
     where log.run_id = $1 and ($2::bigint is null or log.id > $2) and ($3::bigint is null or log.id < $3)
       and log.level = any($4) and ($5::text is null or task.key = $5)
       and ($6::text is null or strpos(lower(log.message), lower($6)) > 0)
     order by log.id ${isForward ? "asc" : "desc"} limit $7`,
    [runId, after, before, levels, task, search, limit],
  );
  return isForward ? rows : rows.reverse();
}
