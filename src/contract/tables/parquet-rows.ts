import { type ColumnKind, parquetFile, type TableColumn } from "../../files/parquet/parquet-table.ts";

type Value = number | string | boolean | null;

/**
 * A table as a Parquet file (snappy), page by page: a page of rows is a row group, and memory holds one of them.
 *
 * @param facts about the table, as key-value metadata
 */
export function parquetRows(
  columns: readonly TableColumn[],
  pages: AsyncIterable<readonly (readonly Value[])[]>,
  facts: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array> {
  async function* groups() {
    for await (const rows of pages) {
      yield columns.map(({ kind }, place) => rows.map((row) => valueOf(row[place] ?? null, kind)));
    }
  }
  return parquetFile(columns, groups(), { facts });
}

function valueOf(value: Value, kind: ColumnKind): Value {
  if (value === null) return null;
  return kind === "text" ? String(value) : value;
}
