import { AppError } from "../../core/errors/app-error.ts";
import type { DataReading } from "../../core/spec/data-reading.ts";
import { countLines } from "../csv/parse-clean-csv.ts";
import type { RowSource } from "./row-source.ts";

const LINE_FEED = 0x0a;
const SAMPLE_ROWS = 3;
/** Characters; a line without an end is no row. */
const LONGEST_LINE = 65_536;
/** What is in quotes is one cell. */
const CELL = /"([^"]*)"|\S+/g;

/** The cells of a line whose columns are aligned by blanks. */
export function blankCells(line: string): readonly string[] {
  return Array.from(line.matchAll(CELL), ([cell, quoted]) => quoted ?? cell);
}

interface Line {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/**
 * The rows of a table whose columns are aligned by blanks, or cut by them; empty lines are no rows. An empty cell leaves no trace in
 * such a line: a row with fewer or more cells than there are names is refused, since its prices would be those of other columns.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when it is empty, and for such a row, naming its line
 */
export function blankRows(bytes: Uint8Array, reading: DataReading, file: string): RowSource {
  const { skipLines = 0, header: given } = reading;
  const first = [...firstLines(bytes, skipLines, 1 + SAMPLE_ROWS)];
  const [header] = first;
  if (header === undefined)
    throw new AppError("DATASET_INVALID", `${file} is empty`, { hint: "It needs a header and one row per bar." });
  const names = given ?? blankCells(header.text);
  const line = given === undefined ? header.line : skipLines;
  const rows = given === undefined ? first.slice(1) : first.slice(0, SAMPLE_ROWS);
  return {
    names,
    sample: rows.map(({ text }) => blankCells(text)),
    line,
    rowsAtMost: countLines(bytes, 0),
    eachRow(_, onRow) {
      for (const row of linesOf(bytes)) {
        if (row.line <= line) continue;
        const cells = blankCells(row.text);
        if (cells.length !== names.length) throw uneven(row, { names, cells: cells.length, file });
        onRow(cells, row.line);
      }
    },
  };
}

function* firstLines(bytes: Uint8Array, skipped: number, count: number): Generator<Line> {
  let left = count;
  for (const line of linesOf(bytes)) {
    if (line.line <= skipped) continue;
    yield line;
    left--;
    if (left === 0) return;
  }
}

/** Those that are not empty. */
function* linesOf(bytes: Uint8Array): Generator<Line> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    const shown = text.toString("utf8", start, Math.min(end, start + LONGEST_LINE)).trim();
    start = end + 1;
    if (shown !== "") yield { text: shown, line };
  }
}

function uneven(
  { line, text }: Line,
  { names, cells, file }: { readonly names: readonly string[]; readonly cells: number; readonly file: string },
): AppError {
  const problem = `this row has ${cells} cells, and there are ${names.length} names of columns`;
  return new AppError("DATASET_INVALID", `${file}:${line}: ${problem}`, {
    hint:
      "Where columns are aligned by blanks, no cell may be empty or have blanks in it. " +
      `Name each column by header: […] and skip_lines, or save it as CSV. The row is: ${text.slice(0, 100)}`,
  });
}
