import type { CellView } from "../../callbacks/callback-context.ts";
import { cellColumns, cellsToCsv } from "../../callbacks/cells-to-csv.ts";
import { cellJson } from "../json/cell-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { RunResults } from "../../runs/query/run-results.ts";
import type { ColumnKind, TableColumn } from "../../files/parquet/parquet-table.ts";
import { parquetRows } from "./parquet-rows.ts";
import type { TableFormat } from "./table-formats.ts";

const ROW_GROUP = 20_000;
type Columns = ReturnType<typeof cellColumns>;

/**
 * All cells of a backtest as a table, in chunks.
 *
 * @param shape.wanted columns, in this order; null for all
 * @param shape.facts about it, for formats that can hold them
 * @throws AppError USAGE for a column that there is not
 */
export function cellsTable(
  results: RunResults,
  format: TableFormat,
  { wanted, facts }: { readonly wanted: readonly string[] | null; readonly facts: Readonly<Record<string, string>> },
): AsyncIterable<string | Uint8Array> {
  const stored = results.metrics.all.filter(({ isStored }) => isStored).map(({ id }) => id);
  const columns = chosenColumns(cellColumns(results.params, stored), wanted);
  switch (format) {
    case "csv":
      return cellsToCsv(cellsOf(results), columns);
    case "jsonl":
      return wanted === null ? jsonLines(results) : jsonLinesOf(results, columns);
    case "parquet":
      return parquetCells(results, columns, facts);
  }
}

async function* cellsOf({ pages }: RunResults): AsyncGenerator<CellView> {
  for await (const page of pages) yield* page;
}

async function* jsonLines({ pages }: RunResults): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((cell) => `${JSON.stringify(cellJson(cell))}\n`).join("");
}

async function* jsonLinesOf({ pages }: RunResults, columns: Columns): AsyncGenerator<string> {
  for await (const page of pages) {
    const rows = page.map((cell) => Object.fromEntries(columns.map((column) => [column.name, column.value(cell)])));
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  }
}

function chosenColumns(all: Columns, wanted: readonly string[] | null): Columns {
  if (wanted === null) return all;
  return wanted.map((name) => {
    const found = all.find((column) => column.name === name);
    if (found !== undefined) return found;
    const names = all.map((column) => column.name);
    throw new AppError("USAGE", `There is no column "${name}".`, { hint: suggestName(name, names) });
  });
}

async function* parquetCells(
  results: RunResults,
  columns: Columns,
  facts: Readonly<Record<string, string>>,
): AsyncGenerator<Uint8Array> {
  const cells = cellsOf(results);
  const first: CellView[] = [];
  for await (const cell of take(cells, ROW_GROUP)) first.push(cell);
  const kinds = columns.map(({ name }): TableColumn => ({ name, kind: kindOf(name, { results, first }) }));
  async function* rows() {
    for (let group = first; group.length > 0; ) {
      yield group.map((cell) => columns.map((column) => column.value(cell)));
      group = [];
      for await (const cell of take(cells, ROW_GROUP)) group.push(cell);
    }
  }
  yield* parquetRows(kinds, rows(), facts);
}

/** Leaves the rest to who comes next. */
async function* take(cells: AsyncGenerator<CellView>, most: number): AsyncGenerator<CellView> {
  for (let count = 0; count < most; count++) {
    const { value, done } = await cells.next();
    if (done === true) return;
    yield value;
  }
}

/** Parameters are what they are in all cells; all else is known. */
function kindOf(
  name: string,
  { results, first }: { readonly results: RunResults; readonly first: readonly CellView[] },
): ColumnKind {
  if (name === "cell") return "integer";
  if (name === "state") return "text";
  if (!results.params.includes(name)) return "number";
  const kinds = new Set(first.map(({ params }) => typeof params[name]));
  if (kinds.size === 1 && kinds.has("number")) return "number";
  return kinds.size === 1 && kinds.has("boolean") ? "boolean" : "text";
}
