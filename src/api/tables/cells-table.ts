import type { CellView } from "../../callbacks/callback-context.ts";
import { cellColumns, cellsToCsv } from "../../callbacks/cells-to-csv.ts";
import { cellJson } from "../../contract/json/cell-json.ts";
import type { RunResults } from "../../runs/query/run-results.ts";
import { type ColumnKind, parquetTable, type TableColumn } from "./parquet-table.ts";
import type { TableFormat } from "./table-formats.ts";

const ROW_GROUP = 20_000;

/** All cells of a backtest as a table, in chunks. @param facts about it, for formats that can hold them */
export function cellsTable(
  results: RunResults,
  format: TableFormat,
  facts: Readonly<Record<string, string>>,
): AsyncIterable<string | Uint8Array> {
  const stored = results.metrics.all.filter(({ isStored }) => isStored).map(({ id }) => id);
  const columns = cellColumns(results.params, stored);
  switch (format) {
    case "csv":
      return cellsToCsv(cellsOf(results), columns);
    case "jsonl":
      return jsonLines(results);
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

async function* parquetCells(
  results: RunResults,
  columns: ReturnType<typeof cellColumns>,
  facts: Readonly<Record<string, string>>,
): AsyncGenerator<Uint8Array> {
  const cells = cellsOf(results);
  const first: CellView[] = [];
  for await (const cell of take(cells, ROW_GROUP)) first.push(cell);
  const kinds = columns.map(
    ({ name }, place): TableColumn => ({ name, kind: kindOf(name, place, { results, first }) }),
  );
  async function* rows() {
    for (let group = first; group.length > 0; ) {
      yield group.map((cell) => columns.map((column) => column.value(cell)));
      group = [];
      for await (const cell of take(cells, ROW_GROUP)) group.push(cell);
    }
  }
  yield* parquetTable(kinds, rows(), facts);
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
  place: number,
  { results, first }: { readonly results: RunResults; readonly first: readonly CellView[] },
): ColumnKind {
  if (place === 0) return "integer";
  const isParam = place <= results.params.length;
  if (!isParam) return place === results.params.length + 1 ? "text" : "number";
  const kinds = new Set(first.map(({ params }) => typeof params[name]));
  if (kinds.size === 1 && kinds.has("number")) return "number";
  return kinds.size === 1 && kinds.has("boolean") ? "boolean" : "text";
}
