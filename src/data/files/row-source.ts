import type { TableHeader } from "../csv/csv-header.ts";

/** An empty text where a row has nothing. */
export type Cell = string | number;

/** @param cells by position; only those that were asked for */
export type OnRow = (cells: readonly Cell[], line: number) => void;

/** The rows of a table in any format. In Parquet and JSON, lines are rows, from 1, and the header is line 0. */
export interface RowSource extends TableHeader {
  readonly rowsAtMost: number;
  /**
   * @param wanted positions of cells; others are not looked at
   * @param onRow gets one array, which is used again for the next row
   * @throws AppError DATASET_INVALID
   */
  eachRow(wanted: readonly number[], onRow: OnRow): void;
}

/** Empty, or what stands for it. */
export function isEmptyCell(cell: Cell | undefined): boolean {
  if (typeof cell === "number") return Number.isNaN(cell);
  if (cell === undefined || cell === "") return true;
  // No word for nothing begins with a digit, as most cells do.
  const first = cell.charCodeAt(0);
  return (first < ZERO || first > NINE) && EMPTY.test(cell);
}

const ZERO = 0x30;
const NINE = 0x39;
const EMPTY = /^(null|nan|n\/a|#n\/a|na|none|nil|[-–—.]+)$/i;
