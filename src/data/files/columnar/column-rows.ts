import { DAY_MS } from "../../../core/time/calendar-year.ts";
import type { Cell, RowSource } from "../row-source.ts";

const SAMPLE_ROWS = 3;

/** One column of a file that is kept column by column. */
export interface FileColumn {
  readonly name: string;
  /** @returns an empty text where it has nothing that a bar could be made of */
  cell(row: number): Cell;
}

/** The rows of columns of equal lengths. */
export function columnRows(columns: readonly FileColumn[], rows: number): RowSource {
  const sample = Array.from({ length: Math.min(rows, SAMPLE_ROWS) }, (_, row) =>
    columns.map((column) => String(column.cell(row))),
  );
  return {
    names: columns.map(({ name }) => name),
    sample,
    line: 0,
    rowsAtMost: rows,
    eachRow: (wanted, onRow) => {
      const cells: Cell[] = [];
      for (let row = 0; row < rows; row++) {
        for (const position of wanted) cells[position] = columns[position]?.cell(row) ?? "";
        onRow(cells, row + 1);
      }
    },
  };
}

/**
 * Moments of one column as text, which is how times of all formats are read.
 *
 * @param isLocal whether they are of a clock whose zone the file does not name: `timezone` says then which one
 * @returns of milliseconds UTC, or of that clock: `2024-03-04T15:30:00.000`, and a Z where it is UTC
 */
export function momentCells(isLocal: boolean): (time: number) => Cell {
  const end = isLocal ? "" : "Z";
  let [day, date] = [Number.NaN, ""];
  return (time) => {
    if (!(Math.abs(time) <= LATEST)) return "";
    const own = Math.floor(time / DAY_MS);
    // Rows of a day follow each other: a date of its own for each is what takes longest.
    if (own !== day) [day, date] = [own, new Date(own * DAY_MS).toISOString().slice(0, -CLOCK.length)];
    return `${date}${clockOf(time - own * DAY_MS)}${end}`;
  };
}

function clockOf(ms: number): string {
  const minute = Math.floor(ms / MINUTE_MS);
  const rest = ms - minute * MINUTE_MS;
  const seconds = rest === 0 ? "00.000" : (rest / 1000).toFixed(3).padStart(6, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}:${seconds}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

const CLOCK = "00:00:00.000Z";
const MINUTE_MS = 60_000;
const LATEST = 8.64e15;
