import { storableText } from "../../../core/text/storable-text.ts";
import { CsvScanner } from "./csv-scanner.ts";

const LF = 10;
const CR = 13;
const QUOTE = 34;
const MOST_COLUMNS = 1000;
const LONGEST_NAME = 200;
const LONGEST_HEADER = 128 * 1024;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const SEPARATORS = [",", ";", "\t", "|"] as const;

/** The first line of a CSV file, and how the file is written. */
export interface CsvHeader {
  readonly separator: string;
  /** As the file writes them. */
  readonly names: readonly string[];
  /** Where the rows begin: byte and line. */
  readonly from: number;
  readonly line: number;
}

/** What is no CSV file at all, by its first bytes. */
const OTHER_FORMATS: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0xff, 0xfe], "is UTF-16: save it as UTF-8"],
  [[0xfe, 0xff], "is UTF-16: save it as UTF-8"],
  [[0x50, 0x4b, 3, 4], "is an Excel workbook or another zip archive: save it as CSV"],
  [[0x1f, 0x8b], "is compressed (gzip): write it as plain CSV"],
  [[0x50, 0x41, 0x52, 0x31], "is Parquet: write it as CSV"],
  [[0x7b], "begins with {, as JSON does: write it as CSV"],
  [[0x3c], "begins with <, as HTML and XML do: write it as CSV"],
];

/**
 * Reads the header, and finds out the separator: the one by which most of the known columns are there, else most columns.
 *
 * @param bytes the beginning of the file
 * @param known names of columns that may be there, in small letters
 * @returns the header, or what is wrong, going on after the name of the file
 */
export function readHeader(bytes: Buffer, known: readonly string[]): CsvHeader | string {
  const other = OTHER_FORMATS.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  if (other !== undefined) return other[1];
  const start = bytes.subarray(0, 3).equals(BOM) ? 3 : 0;
  const first = recordEnd(bytes, start);
  const declared = /^sep=(.)\r?$/i.exec(bytes.toString("utf8", start, Math.min(first, start + 8)).trimEnd())?.[1];
  const from = declared === undefined ? start : first + 1;
  const end = recordEnd(bytes, from);
  if (end === bytes.length && bytes.includes(CR, from) && !bytes.includes(LF, from)) {
    return "ends its lines with CR alone: write LF or CRLF";
  }
  if (end === bytes.length && end > LONGEST_HEADER) return "has no header line, or one that is longer than 128 kB";
  const record = bytes.subarray(from, end);
  const candidates = (declared === undefined ? SEPARATORS : [declared]).map((separator) => ({
    separator,
    names: splitRecord(record, separator),
  }));
  const [best] = candidates.toSorted(
    (a, b) => knownIn(b.names, known) - knownIn(a.names, known) || b.names.length - a.names.length,
  );
  if (best === undefined || best.names.every((name) => name === "")) return "has no header line";
  if (best.names.length > MOST_COLUMNS) return `has more than ${MOST_COLUMNS} columns`;
  return { ...best, from: Math.min(end + 1, bytes.length), line: 1 + linesIn(bytes.subarray(0, end + 1)) };
}

/** A name of a column as names are compared: small letters, `_` for blanks and dashes. */
export function columnKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
}

function knownIn(names: readonly string[], known: readonly string[]): number {
  const keys = new Set(names.map(columnKey));
  return known.filter((name) => keys.has(name)).length;
}

/** Where the first record that is not empty ends: its line feed, or the end of the bytes. */
function recordEnd(bytes: Buffer, from: number): number {
  let isQuoted = false;
  let isEmpty = true;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) isQuoted = !isQuoted;
    if (byte === LF && !isQuoted && !isEmpty) return at;
    if (byte !== LF && byte !== CR) isEmpty = false;
  }
  return bytes.length;
}

function splitRecord(record: Buffer, separator: string): readonly string[] {
  const names: string[] = [];
  const slots = Int32Array.from({ length: MOST_COLUMNS + 1 }, (_, column) => column);
  const sink = {
    field: (_slot: number, bytes: Buffer, from: number, to: number) => {
      names.push(
        storableText(bytes.toString("utf8", from, to))
          .trim()
          .slice(0, LONGEST_NAME)
          .toWellFormed(),
      );
    },
    row: () => {},
  };
  const scanner = new CsvScanner(separator.charCodeAt(0), slots, sink, 1);
  scanner.push(Buffer.concat([record, Buffer.of(LF)]));
  return names;
}

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte === LF) count++;
  return count;
}
