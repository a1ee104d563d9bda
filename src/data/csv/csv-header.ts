import { parse } from "csv-parse/sync";
import { AppError } from "../../core/errors/app-error.ts";

export interface CsvHeader {
  readonly names: readonly string[];
  /** Where the first row after it starts. */
  readonly bodyStart: number;
  /** From 1. */
  readonly line: number;
  /** Character code. */
  readonly delimiter: number;
}

const DELIMITERS = [",", ";", "\t", "|"];
const BYTE_ORDER_MARK = 0xfeff;

/**
 * The first line that is not empty, cut at whichever of `,` `;` tab `|` it has most of.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when the file is empty, or no text
 */
export function readHeader(bytes: Uint8Array, file: string): CsvHeader {
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    const text = decode(bytes.subarray(start, end));
    start = end + 1;
    if (text === "") continue;
    if (text.includes("\0")) {
      throw new AppError("DATASET_INVALID", `${file}:${line}: this is no text file`, {
        hint: "Save it as CSV in UTF-8.",
      });
    }
    const delimiter = mostFrequent(text);
    return { names: cells(text, delimiter), bodyStart: start, line, delimiter: delimiter.charCodeAt(0) };
  }
  throw new AppError("DATASET_INVALID", `${file} is empty`, {
    hint: "It needs a header such as date,open,high,low,close,volume and one row per bar.",
  });
}

function decode(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return (text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text).trim();
}

function mostFrequent(text: string): string {
  const counts = DELIMITERS.map((delimiter) => text.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

function cells(text: string, delimiter: string): readonly string[] {
  const [row = []] = parse(text, { delimiter, trim: true, relax_quotes: true });
  return row;
}
