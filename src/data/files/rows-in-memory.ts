import type { Cell, RowSource } from "./row-source.ts";

const SAMPLE_ROWS = 3;

/**
 * A table of rows that are all there.
 *
 * @param lineBefore of the first row: rows are numbered on from there
 */
export function rowsInMemory<Row>(
  { names, rows, lineBefore = 0 }: RowsThere<Row>,
  cellOf: (row: Row, position: number) => Cell,
): RowSource {
  return {
    names,
    sample: rows.slice(0, SAMPLE_ROWS).map((row) => names.map((_, position) => String(cellOf(row, position)))),
    line: 0,
    rowsAtMost: rows.length,
    eachRow(wanted, onRow) {
      const cells: Cell[] = [];
      for (const [index, row] of rows.entries()) {
        for (const position of wanted) cells[position] = cellOf(row, position);
        onRow(cells, lineBefore + index + 1);
      }
    },
  };
}

interface RowsThere<Row> {
  readonly names: readonly string[];
  readonly rows: readonly Row[];
  readonly lineBefore?: number;
}
