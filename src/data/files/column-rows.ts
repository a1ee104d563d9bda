import type { Cell, RowSource } from "./row-source.ts";

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
 * A moment of a file as text, which is how times of all formats are read.
 *
 * @param time milliseconds UTC, or of a clock whose zone the file does not name
 * @param isLocal whether it is of such a clock: `timezone` says then which one
 */
export function momentCell(time: number, isLocal: boolean): Cell {
  if (!(Math.abs(time) <= LATEST)) return "";
  const text = new Date(time).toISOString();
  return isLocal ? text.slice(0, -1) : text;
}

const LATEST = 8.64e15;
