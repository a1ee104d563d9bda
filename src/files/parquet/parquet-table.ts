import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";
import { constants, zstdCompressSync } from "node:zlib";

/**
 * What a column of a table holds. `long`: whole numbers of 64 bits, as bigint. `date`: days since 1970-01-01. `moment`:
 * milliseconds since then, UTC, as bigint.
 */
export type ColumnKind = "integer" | "long" | "number" | "text" | "boolean" | "date" | "moment";

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Has no nulls, and says so in the schema. Absent: every value may be null. */
  readonly isRequired?: true;
}

export type TableValue = number | bigint | string | boolean | null;

/** Values of one column: an array, or of numbers, days and moments the typed array of their kind. */
export type ColumnData = readonly TableValue[] | Float64Array | Int32Array | BigInt64Array;

export const TABLE_CODECS = ["zstd", "snappy"] as const;
export type TableCodec = (typeof TABLE_CODECS)[number];

export interface TableOptions {
  /** About the table, as key-value metadata. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Default `snappy`, which every reader has. */
  readonly codec?: TableCodec;
}

/** A table that is written row group by row group: memory holds one of them. The same values give the same bytes. */
export interface ParquetTable {
  /** The bytes of a further row group. @param columns of one length, in the order of the table's; at least one row */
  add(columns: readonly ColumnData[]): Promise<Uint8Array>;
  /** The bytes that make it a whole file. */
  end(): Promise<Uint8Array>;
}

const PARTS: Readonly<Record<ColumnKind, Partial<SchemaElement>>> = {
  integer: { type: "INT32" },
  long: { type: "INT64" },
  number: { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  boolean: { type: "BOOLEAN" },
  date: { type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } },
  moment: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
};

/** The way of a typed array; what repeats itself is left to the writer's dictionaries. */
function encodingOf(data: ColumnData, kind: ColumnKind) {
  if (data instanceof Float64Array) return { encoding: "BYTE_STREAM_SPLIT" } as const;
  const isAscending = kind === "date" || kind === "moment";
  return isAscending && !Array.isArray(data) ? ({ encoding: "DELTA_BINARY_PACKED" } as const) : {};
}

/** zstd at its fastest: level 3 saves 2 % of such tables and takes half as long again. */
const ZSTD_LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function createParquetTable(columns: readonly TableColumn[], options: TableOptions = {}): ParquetTable {
  const { facts = {}, codec = "snappy" } = options;
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(
        ({ name, kind, isRequired = false }): SchemaElement => ({
          name,
          repetition_type: isRequired ? "REQUIRED" : "OPTIONAL",
          ...PARTS[kind],
        }),
      ),
    ],
    codec: codec === "zstd" ? "ZSTD" : "SNAPPY",
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes, ZSTD_LEVEL) },
    kvMetadata: Object.entries(facts).map(([key, value]) => ({ key, value })),
    createdBy: "nightgrid",
  });
  return {
    async add(group) {
      const columnData = columns.map(({ name, kind }, place) => {
        const data = group[place] ?? [];
        return { name, data: data as unknown[], ...encodingOf(data, kind) };
      });
      await parquet.write({ columnData, rowGroupSize: group[0]?.length ?? 0 });
      return drained(writer);
    },
    async end() {
      await parquet.finish();
      return drained(writer);
    },
  };
}

/** A whole file from row groups. */
export async function* parquetFile(
  columns: readonly TableColumn[],
  groups: AsyncIterable<readonly ColumnData[]>,
  options: TableOptions = {},
): AsyncGenerator<Uint8Array> {
  const table = createParquetTable(columns, options);
  for await (const group of groups) {
    if ((group[0]?.length ?? 0) > 0) yield await table.add(group);
  }
  yield await table.end();
}

function drained(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
