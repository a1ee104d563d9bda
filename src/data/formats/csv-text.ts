import { AppError } from "../../core/errors/app-error.ts";
import { recogniseFormat } from "./file-format.ts";
import { MAX_DATA_BYTES } from "./read-data-file.ts";
import { unpack } from "./unpack.ts";

/**
 * The CSV text in a data file: unpacked when it is a `.gz` or `.zip` of one file; with line feeds where its lines end with
 * carriage returns alone.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID saying what the file is when it is no CSV; FILE_TOO_LARGE
 */
export function csvText(bytes: Uint8Array, file: string): Uint8Array {
  const content = unpack(bytes, { file, maxBytes: MAX_DATA_BYTES });
  const format = recogniseFormat(content);
  if (format === null) return withLineFeeds(content);
  const where = content === bytes ? file : `What is packed in ${file}`;
  throw new AppError("DATASET_INVALID", `${where} is ${format.name}, no CSV`, { hint: format.hint });
}

const LOOKED_AT_BYTES = 65_536;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function withLineFeeds(bytes: Uint8Array): Uint8Array {
  const start = bytes.subarray(0, LOOKED_AT_BYTES);
  if (start.includes(LINE_FEED) || !start.includes(CARRIAGE_RETURN)) return bytes;
  return bytes.map((byte) => (byte === CARRIAGE_RETURN ? LINE_FEED : byte));
}
