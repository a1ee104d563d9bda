import { csvRow } from "../../core/text/csv-row.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { RunRow } from "../../store/run/runs.ts";

type Value = string | number | null;

/** What a line about a run holds; durations in milliseconds, moments in UTC. */
const COLUMNS: Readonly<Record<string, (run: RunRow) => Value>> = {
  run_id: (run) => run.id,
  dag: (run) => run.dagId,
  state: (run) => run.status,
  reason: (run) => run.reason,
  trigger: (run) => run.trigger,
  priority: (run) => run.priority,
  logical_date: (run) => run.logicalDate.toISOString(),
  cells_total: (run) => run.cellsTotal,
  cells_succeeded: (run) => run.cellsSucceeded,
  cells_cached: (run) => run.cellsCached,
  cells_failed: (run) => run.cellsFailed,
  created_at: (run) => run.createdAt.toISOString(),
  started_at: (run) => run.startedAt?.toISOString() ?? null,
  finished_at: (run) => run.finishedAt?.toISOString() ?? null,
};

/** Runs as a table, in chunks. @param wanted columns, in this order; null for all @throws AppError USAGE for another one */
export function runsTable(
  pages: AsyncIterable<readonly RunRow[]>,
  format: "csv" | "jsonl",
  wanted: readonly string[] | null,
): AsyncIterable<string> {
  const names = wanted ?? Object.keys(COLUMNS);
  const columns = names.map((name) => {
    const value = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
    if (value !== undefined) return { name, value };
    throw new AppError("USAGE", `There is no column "${name}".`, { hint: suggestName(name, Object.keys(COLUMNS)) });
  });
  return format === "csv" ? csv(pages, columns) : jsonLines(pages, columns);
}

type Columns = readonly { readonly name: string; readonly value: (run: RunRow) => Value }[];

async function* csv(pages: AsyncIterable<readonly RunRow[]>, columns: Columns): AsyncGenerator<string> {
  yield csvRow(columns.map(({ name }) => name));
  for await (const page of pages) yield page.map((run) => csvRow(columns.map(({ value }) => value(run)))).join("");
}

async function* jsonLines(pages: AsyncIterable<readonly RunRow[]>, columns: Columns): AsyncGenerator<string> {
  for await (const page of pages) {
    const rows = page.map((run) => Object.fromEntries(columns.map(({ name, value }) => [name, value(run)])));
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  }
}
