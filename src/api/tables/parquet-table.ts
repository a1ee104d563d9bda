import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";

/** What a column of a table holds; every value may be null. */
export type ColumnKind = "integer" | "number" | "text" | "boolean";

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

type Value = number | string | boolean | null;

const PARTS: Readonly<Record<ColumnKind, Partial<SchemaElement>>> = {
  integer: { type: "INT32" },
  number: { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  boolean: { type: "BOOLEAN" },
};

/**
 * A table as a Parquet file (snappy), page by page: a page is a row group, and memory holds one of them.
 *
 * @param facts about the table, as key-value metadata
 */
export async function* parquetTable(
  columns: readonly TableColumn[],
  pages: AsyncIterable<readonly (readonly Value[])[]>,
  facts: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, kind }): SchemaElement => ({ name, repetition_type: "OPTIONAL", ...PARTS[kind] })),
    ],
    codec: "SNAPPY",
    kvMetadata: Object.entries(facts).map(([key, value]) => ({ key, value })),
    createdBy: "nightgrid",
  });
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    const columnData = columns.map(({ name, kind }, place) => ({
      name,
      data: rows.map((row) => valueOf(row[place] ?? null, kind)),
    }));
    await parquet.write({ columnData, rowGroupSize: rows.length });
    yield drained(writer);
  }
  await parquet.finish();
  yield drained(writer);
}

function drained(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

function valueOf(value: Value, kind: ColumnKind): Value {
  if (value === null) return null;
  return kind === "text" ? String(value) : value;
}
