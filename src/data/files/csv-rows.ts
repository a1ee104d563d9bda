import { AppError } from "../../core/errors/app-error.ts";
import type { DataReading } from "../../core/spec/data-reading.ts";
import { readHeader } from "../csv/csv-header.ts";
import { blankRows } from "./blank-rows.ts";
import { countLines } from "../csv/parse-clean-csv.ts";
import type { OnRow, RowSource } from "./row-source.ts";

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BLANK = 0x20;

/**
 * The rows of delimited text, or of a table aligned by blanks. Cells may be quoted, over several lines too; empty lines are no rows.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when it is empty or no text
 */
export function csvRows(bytes: Uint8Array, reading: DataReading, file: string): RowSource {
  if (reading.delimiter === "blanks") return blankRows(bytes, reading, file);
  const { skipLines = 0, header: given } = reading;
  const start = startOfLine(bytes, skipLines);
  const found = readHeader(bytes.subarray(start), file, reading.delimiter === "tab" ? "\t" : reading.delimiter);
  const first = skipLines + found.line;
  const body =
    given === undefined
      ? { names: found.names, sample: found.sample, line: first, start: start + found.bodyStart }
      : { names: given, sample: [found.names, ...found.sample], line: skipLines, start };
  return {
    names: body.names,
    sample: body.sample,
    line: body.line,
    rowsAtMost: countLines(bytes, body.start),
    eachRow: (wanted, onRow) =>
      eachRow(bytes, { ...body, delimiter: found.delimiter, wanted, file, byteOrderMark: start === body.start }, onRow),
  };
}

/** Where the line after so many lines begins. */
function startOfLine(bytes: Uint8Array, lines: number): number {
  let start = 0;
  for (let line = 0; line < lines; line++) {
    const found = bytes.indexOf(LINE_FEED, start);
    if (found < 0) return bytes.length;
    start = found + 1;
  }
  return start;
}

interface Body {
  readonly start: number;
  /** Of what stands above it. */
  readonly line: number;
  readonly delimiter: number;
  readonly wanted: readonly number[];
  readonly file: string;
  readonly byteOrderMark: boolean;
}

function eachRow(bytes: Uint8Array, body: Body, onRow: OnRow): void {
  const { delimiter, wanted, file } = body;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = Math.max(...wanted) + 1;
  const isWanted = Array.from({ length: width }, (_, position) => wanted.includes(position));
  const cells: string[] = Array.from({ length: width }, () => "");
  let offset = body.start + (body.byteOrderMark && startsWithMark(bytes, body.start) ? 3 : 0);
  let line = body.line + 1;
  while (offset < bytes.length) {
    const rowLine = line;
    const rowStart = offset;
    cells.fill("");
    let position = 0;
    let isRow = true;
    while (isRow) {
      let start = offset;
      while (bytes[start] === BLANK) start++;
      let end = start;
      const isQuoted = bytes[start] === QUOTE;
      if (isQuoted) {
        end = endOfQuote(bytes, start, file, line);
        if (isWanted[position] === true) cells[position] = unquoted(text.toString("utf8", start + 1, end));
        line += lineFeedsIn(bytes, start, end);
      }
      offset = end;
      let bits = 0;
      while (offset < bytes.length && bytes[offset] !== delimiter && bytes[offset] !== LINE_FEED) {
        bits |= bytes[offset] ?? 0;
        offset++;
      }
      if (!isQuoted && isWanted[position] === true) {
        // Most cells are ASCII, and made of it in half the time.
        const cell = text.toString(bits < 0x80 ? "latin1" : "utf8", start, offset);
        const isBare = bits < 0x80 && (bytes[start] ?? 0) > BLANK && (bytes[offset - 1] ?? 0) > BLANK;
        cells[position] = isBare ? cell : cell.trim();
      }
      isRow = bytes[offset] === delimiter;
      offset++;
      position++;
    }
    line++;
    const isBlank = position === 1 && text.toString("latin1", rowStart, Math.min(offset, rowStart + 80)).trim() === "";
    if (!isBlank) onRow(cells, rowLine);
  }
}

function startsWithMark(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
}

/** Two quotes inside of quotes are one. */
function endOfQuote(bytes: Uint8Array, start: number, file: string, line: number): number {
  let end = bytes.indexOf(QUOTE, start + 1);
  while (end >= 0 && bytes[end + 1] === QUOTE) end = bytes.indexOf(QUOTE, end + 2);
  if (end >= 0) return end;
  throw new AppError("DATASET_INVALID", `${file}:${line}: this is no CSV: a quote is left open`, {
    hint: "Close it, or take it out.",
  });
}

function unquoted(text: string): string {
  return text.replaceAll('""', '"').trim();
}

function lineFeedsIn(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === LINE_FEED) count++;
  return count;
}
