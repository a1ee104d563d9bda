import { DAY_MS } from "../../../core/time/calendar-year.ts";
import type { SqlColumn, SqlKind, SqlTable, SqlValue } from "../../../files/sql/sql-table.ts";
import type { Database } from "../../../store/connection/transaction.ts";
import type { ScopedRun } from "../../../store/query/query-runs.ts";
import { type NightView, readView, readViewColumns } from "../../../store/query/read-view.ts";
import type { LoadDeps } from "./load-cells.ts";

const RUNS_AT_ONCE = 500;

/** A view of Postgres as a table, with the columns that it has there. */
export async function viewTable(database: Database, view: NightView): Promise<SqlTable> {
  const columns = await readViewColumns(database, view);
  return { name: view, columns: columns.map(({ name, type }): SqlColumn => ({ name, kind: kindOf(type) })) };
}

export async function loadView(
  view: NightView,
  { table, runs }: { readonly table: SqlTable; readonly runs: readonly ScopedRun[] },
  { database, room, signal }: LoadDeps,
): Promise<number> {
  let count = 0;
  for (let from = 0; from < runs.length; from += RUNS_AT_ONCE) {
    signal.throwIfAborted();
    const ids = runs.slice(from, from + RUNS_AT_ONCE).map(({ id }) => id);
    const rows = await readView(database, view, ids);
    await room.add(
      table,
      table.columns.map(({ name, kind }) => rows.map((row) => valueOf(row[name], kind))),
    );
    count += rows.length;
  }
  return count;
}

const KINDS: Readonly<Record<string, SqlKind>> = {
  float8: "number",
  int4: "integer",
  int8: "long",
  bool: "boolean",
  date: "date",
  timestamptz: "moment",
  json: "json",
  jsonb: "json",
};

function kindOf(type: string): SqlKind {
  return KINDS[type] ?? "text";
}

function valueOf(value: unknown, kind: SqlKind): SqlValue {
  if (value === null || value === undefined) return null;
  if (kind === "json") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (kind === "date") return Date.parse(text) / DAY_MS;
  return kind === "moment" ? Math.trunc(Date.parse(text)) : text;
}
