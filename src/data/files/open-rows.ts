import type { DataReading, Encoding } from "../../core/spec/data-reading.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { MAX_DATA_BYTES } from "../formats/read-data-file.ts";
import { csvText } from "../formats/csv-text.ts";
import { unpack } from "../formats/unpack.ts";
import { arrowRows } from "./columnar/arrow-rows.ts";
import { csvRows } from "./csv-rows.ts";
import { jsonRows } from "./json/json-rows.ts";
import { parquetRows } from "./columnar/parquet-rows.ts";
import type { RowSource } from "./row-source.ts";

/**
 * The rows of a file as `reading` says.
 *
 * @param content also packed
 * @param file for messages
 * @throws AppError DATASET_INVALID, FILE_TOO_LARGE
 */
export async function openRows(content: Uint8Array, reading: DataReading, file: string): Promise<RowSource> {
  const bytes = inUtf8(unpack(content, { file, maxBytes: MAX_DATA_BYTES }), file, reading.encoding);
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

/**
 * @param encoding absent: text in UTF-16 (Excel's "Unicode text") is told by its first two bytes
 * @throws AppError DATASET_INVALID for text that is not of that encoding
 */
export function inUtf8(bytes: Uint8Array, file: string, encoding = markedEncoding(bytes)): Uint8Array {
  if (encoding === undefined) return bytes;
  try {
    return new TextEncoder().encode(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch (error) {
    throw new AppError("DATASET_INVALID", `${file} is no text in ${encoding}`, {
      hint: "Ask whoever made it, or let nightgrid data check <file> look; text in UTF-8 needs no encoding.",
      cause: error,
    });
  }
}

export function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  return MARKS[`${bytes[0]} ${bytes[1]}`];
}

const MARKS: Readonly<Record<string, Encoding>> = { "255 254": "utf-16le", "254 255": "utf-16be" };
