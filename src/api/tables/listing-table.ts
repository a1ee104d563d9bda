import type { Listing } from "../../contract/listing/listing.ts";
import type { TableColumn } from "../../files/parquet/parquet-table.ts";
import { parquetRows } from "../../contract/tables/parquet-rows.ts";
import type { TableFormat } from "../../contract/tables/table-formats.ts";

type PlainValue = number | string | boolean | null;
type PlainRow = Readonly<Record<string, PlainValue>>;

const CHUNK = 5000;

/** Rows of a cell as a table, in chunks. */
export function listingTable(
  listing: Pick<Listing<unknown>, "csv"> & { readonly rows: readonly object[] },
  format: TableFormat,
  facts: Readonly<Record<string, string>>,
): Iterable<string> | AsyncIterable<string | Uint8Array> {
  // Rows of listings hold nothing but plain values.
  const rows = listing.rows as readonly PlainRow[];
  switch (format) {
    case "csv":
      return listing.csv();
    case "jsonl":
      return jsonLines(rows);
    case "parquet":
      return parquetRows(columnsOf(rows), pagesOf(rows), facts);
  }
}

function* jsonLines(rows: readonly PlainRow[]): Generator<string> {
  for (let first = 0; first < rows.length; first += CHUNK) {
    yield rows
      .slice(first, first + CHUNK)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join("");
  }
}

async function* pagesOf(rows: readonly PlainRow[]) {
  const names = Object.keys(rows[0] ?? {});
  for (let first = 0; first < rows.length; first += CHUNK) {
    yield rows.slice(first, first + CHUNK).map((row) => names.map((name) => row[name] ?? null));
  }
}

function columnsOf(rows: readonly PlainRow[]): readonly TableColumn[] {
  return Object.keys(rows[0] ?? {}).map((name) => {
    const kinds = new Set(rows.flatMap((row) => (row[name] === null ? [] : [typeof row[name]])));
    const [only = "number"] = kinds;
    const kind = kinds.size <= 1 && (only === "number" || only === "boolean") ? only : "text";
    return { name, kind };
  });
}
