import type { DataReading } from "../../core/spec/data-reading.ts";
import { MAX_DATA_BYTES } from "../formats/read-data-file.ts";
import { csvText } from "../formats/csv-text.ts";
import { unpack } from "../formats/unpack.ts";
import { arrowRows } from "./columnar/arrow-rows.ts";
import { csvRows } from "./csv-rows.ts";
import { jsonRows } from "./json-rows.ts";
import { parquetRows } from "./columnar/parquet-rows.ts";
import type { RowSource } from "./row-source.ts";

/**
 * The rows of a file as `reading` says.
 *
 * @param content also packed, and text in UTF-16
 * @param file for messages
 * @throws AppError DATASET_INVALID, FILE_TOO_LARGE
 */
export async function openRows(content: Uint8Array, reading: DataReading, file: string): Promise<RowSource> {
  const bytes = inUtf8(unpack(content, { file, maxBytes: MAX_DATA_BYTES }));
  switch (reading.format ?? "csv") {
    case "csv":
      return csvRows(csvText(bytes, file), reading, file);
    case "json":
    case "jsonl":
      return jsonRows(bytes, reading, file);
    case "parquet":
      return parquetRows(bytes, file);
    case "arrow":
      return arrowRows(bytes, file);
  }
}

/** Excel's "Unicode text" is UTF-16, which its first two bytes say. */
export function inUtf8(bytes: Uint8Array): Uint8Array {
  const encoding = MARKS[`${bytes[0]} ${bytes[1]}`];
  return encoding === undefined ? bytes : new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}

const MARKS: Readonly<Record<string, string>> = { "255 254": "utf-16le", "254 255": "utf-16be" };
