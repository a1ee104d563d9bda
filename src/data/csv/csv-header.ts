import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../core/errors/app-error.ts";

export interface TableHeader {
  readonly names: readonly string[];
  /** The cells of the first rows after it, to tell what its columns hold. */
  readonly sample: readonly (readonly string[])[];
  /** From 1. */
  readonly line: number;
}

export interface CsvHeader extends TableHeader {
  /** Where the first row after it starts. */
  readonly bodyStart: number;
  /** Character code. */
  readonly delimiter: number;
}

const DELIMITERS = [",", ";", "\t", "|"];
const BYTE_ORDER_MARK = 0xfeff;
const SAMPLE_ROWS = 3;
const LOOKED_AT_BYTES = 4096;
const LONGEST_LINE = 256 * 1024;

interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Where the next one starts. */
  readonly end: number;
}

/**
 * The first line that is not empty, cut at whichever of `,` `;` tab `|` it has most of.
 *
 * @param file for messages
 * @param given the separator, where it is known
 * @throws AppError DATASET_INVALID when the file is empty, or no text
 */
export function readHeader(bytes: Uint8Array, file: string, given?: string): CsvHeader {
  const lines = firstLines(bytes, 1 + SAMPLE_ROWS);
  const [header, ...rows] = lines;
  if (header === undefined) {
    throw new AppError("DATASET_INVALID", `${file} is empty`, {
      hint: "It needs a header such as date,open,high,low,close,volume and one row per bar.",
    });
  }
  const problem = textProblem(bytes, header.text);
  if (problem !== null)
    throw new AppError("DATASET_INVALID", `${file}:${header.line}: ${problem[0]}`, { hint: problem[1] });
  const delimiter = given ?? mostFrequent(header.text);
  return {
    names: cells(header.text, delimiter),
    sample: rows.map(({ text }) => cells(text, delimiter)),
    bodyStart: header.end,
    line: header.line,
    delimiter: delimiter.charCodeAt(0),
  };
}

function textProblem(bytes: Uint8Array, text: string): readonly [problem: string, hint: string] | null {
  if (bytes.subarray(0, LOOKED_AT_BYTES).includes(0) || text.includes("\0"))
    return ["this is no text file", "Save it as CSV in UTF-8."];
  if (text.length >= LONGEST_LINE)
    return ["this line is too long for the header of a table", "Is this the right file?"];
  if (/\r[^\r\n]/.test(text))
    return ["its lines end with a carriage return alone", "Save it with line feeds, as LF or CRLF."];
  return null;
}

/** Those that are not empty, each up to the longest that is looked at. */
function firstLines(bytes: Uint8Array, count: number): readonly TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length && lines.length < count; line++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    const text = decode(bytes.subarray(start, Math.min(end, start + LONGEST_LINE)));
    start = end + 1;
    if (text.trim() !== "") lines.push({ text, line, end: start });
  }
  return lines;
}

/** With a blank or tab at its start, which may be an empty first cell. */
function decode(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

function mostFrequent(text: string): string {
  const counts = DELIMITERS.map((delimiter) => text.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

function cells(text: string, delimiter: string): readonly string[] {
  try {
    const [row = []] = parse(text, { delimiter, trim: true, relax_quotes: true }) as readonly (readonly string[])[];
    return row;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quoted cell that goes on in the next line.
    return text.split(delimiter).map((cell) => cell.replaceAll('"', "").trim());
  }
}
