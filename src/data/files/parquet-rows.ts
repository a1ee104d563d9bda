import { parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { zstdDecompressSync } from "node:zlib";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { Cell, RowSource } from "./row-source.ts";

const SAMPLE_ROWS = 3;

type Column = ArrayLike<unknown>;

/**
 * The columns of a Parquet file, packed by snappy, gzip or zstd.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when it is damaged
 */
export async function parquetRows(bytes: Uint8Array, file: string): Promise<RowSource> {
  try {
    const columns = await readColumns(bytes);
    return rowsOver(columns);
  } catch (error) {
    throw new AppError("DATASET_INVALID", `${file}: this Parquet file cannot be read: ${messageOf(error)}`, {
      hint: "Get it again; it may be cut off.",
      cause: error,
    });
  }
}

async function readColumns(bytes: Uint8Array): Promise<ReadonlyMap<string, Column>> {
  const copy = new Uint8Array(bytes);
  const file = copy.buffer;
  const metadata = await parquetMetadataAsync(file);
  const names = parquetSchema(metadata)
    .children.filter(({ children }) => children.length === 0)
    .map(({ element }) => element.name);
  const rows = Number(metadata.num_rows);
  const columns = new Map(names.map((name) => [name, Array.from<unknown>({ length: rows })]));
  await parquetRead({
    file,
    metadata,
    columns: names,
    compressors: { ZSTD: (packed) => zstdDecompressSync(packed) },
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = columns.get(columnName);
      if (column === undefined) return;
      for (let row = 0; row < columnData.length; row++) column[rowStart + row] = columnData[row];
    },
  });
  return columns;
}

function rowsOver(columns: ReadonlyMap<string, Column>): RowSource {
  const names = [...columns.keys()];
  const lists = [...columns.values()];
  const rows = lists[0]?.length ?? 0;
  const sample = Array.from({ length: Math.min(rows, SAMPLE_ROWS) }, (_, row) =>
    lists.map((list) => String(cellOf(list[row]))),
  );
  return {
    names,
    sample,
    line: 0,
    rowsAtMost: rows,
    eachRow: (wanted, onRow) => {
      const cells: Cell[] = [];
      for (let row = 0; row < rows; row++) {
        for (const position of wanted) cells[position] = cellOf(lists[position]?.[row]);
        onRow(cells, row + 1);
      }
    },
  };
}

function cellOf(value: unknown): Cell {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : "";
}
