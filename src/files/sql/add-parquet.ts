import type { DuckDBConnection } from "@duckdb/node-api";
import { quotedName, quotedText, SQL_TYPES, type SqlTable, type SqlValue } from "./sql-table.ts";

/**
 * Reads a file into a table whose first columns have the same value in every row, and whose others are looked up in the file by
 * name; null where it lacks one. NaN becomes null: it is greater than every number in DuckDB.
 *
 * @returns how many rows
 * @throws Error when it is no Parquet file, or a column holds something else
 */
export async function addParquet(
  connection: DuckDBConnection,
  { name, columns }: SqlTable,
  { file, firsts }: { readonly file: string; readonly firsts: readonly SqlValue[] },
): Promise<number> {
  const source = `read_parquet(${quotedText(asItIs(file))})`;
  const described = await connection.runAndReadAll(`select column_name from (describe select * from ${source})`);
  const there = new Set(described.getRows().map(([column]) => String(column)));
  const values = columns.map((column, place) => {
    const type = SQL_TYPES[column.kind];
    if (place < firsts.length) return `$${place + 1}::varchar::${type}`;
    if (!there.has(column.name)) return `null::${type}`;
    const value = quotedName(column.name);
    return column.kind === "number" ? `case when isfinite(${value}::double) then ${value} end` : `${value}::${type}`;
  });
  const texts = firsts.map((value) => (value === null ? null : String(value)));
  const { rowsChanged } = await connection.run(
    `insert into ${quotedName(name)} select ${values.join(", ")} from ${source}`,
    texts,
  );
  return rowsChanged;
}

/** Signs of a pattern stand for themselves. */
function asItIs(file: string): string {
  return file.replaceAll(/[[*?]/g, (sign) => `[${sign}]`);
}

export async function parquetFacts(connection: DuckDBConnection, file: string): Promise<ReadonlyMap<string, string>> {
  const read = `select decode(key), decode(value) from parquet_kv_metadata(${quotedText(asItIs(file))})`;
  const answer = await connection.runAndReadAll(read);
  return new Map(answer.getRows().map(([key, value]) => [String(key), String(value)]));
}
