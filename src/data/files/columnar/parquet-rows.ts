import { parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { zstdDecompressSync } from "node:zlib";
import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import { columnRows, type FileColumn, momentCells } from "./column-rows.ts";
import type { Cell, RowSource } from "../row-source.ts";

interface ReadColumn {
  readonly element: Element;
  readonly values: unknown[];
}

/**
 * The columns of a Parquet file, packed by snappy, gzip or zstd.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when it is damaged
 */
export async function parquetRows(bytes: Uint8Array, file: string): Promise<RowSource> {
  try {
    const columns = await readColumns(bytes);
    return columnRows(columns.map(columnOf), columns[0]?.values.length ?? 0);
  } catch (error) {
    throw new AppError("DATASET_INVALID", `${file}: this Parquet file cannot be read: ${messageOf(error)}`, {
      hint: "Get it again; it may be cut off.",
      cause: error,
    });
  }
}

async function readColumns(bytes: Uint8Array): Promise<readonly ReadColumn[]> {
  const copy = new Uint8Array(bytes);
  const file = copy.buffer;
  const metadata = await parquetMetadataAsync(file);
  const rows = Number(metadata.num_rows);
  const columns = parquetSchema(metadata)
    .children.filter(({ children }) => children.length === 0)
    .map(({ element }) => ({ element, values: Array.from<unknown>({ length: rows }) }));
  const valuesOf = new Map(columns.map(({ element, values }) => [element.name, values]));
  await parquetRead({
    file,
    metadata,
    columns: [...valuesOf.keys()],
    compressors: { ZSTD: (packed) => zstdDecompressSync(packed) },
    onChunk: ({ columnName, columnData, rowStart }) => {
      const values = valuesOf.get(columnName);
      if (values === undefined) return;
      for (let row = 0; row < columnData.length; row++) values[rowStart + row] = columnData[row];
    },
  });
  return columns;
}

type Element = ReturnType<typeof parquetSchema>["element"];

function columnOf({ element, values }: ReadColumn): FileColumn {
  const momentOf = momentCells(isOfClock(element));
  return { name: element.name, cell: (row) => cellOf(values[row], momentOf) };
}

/** Whether moments are those of a clock whose zone the file does not name, as pandas writes them without one. */
function isOfClock({ logical_type }: Element): boolean {
  return logical_type?.type === "TIMESTAMP" && !logical_type.isAdjustedToUTC;
}

function cellOf(value: unknown, momentOf: (time: number) => Cell): Cell {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date ? momentOf(value.getTime()) : "";
}
