import type { DataReading } from "../../core/spec/data-reading.ts";
import { BAR_FIELDS, type BarField, type ColumnPositions, namesItsCell } from "../csv/csv-columns.ts";
import { emptyTable, firstRows, type PriceTable } from "../csv/price-table.ts";
import { splitRatio } from "../csv/split-ratio.ts";
import { TableProblems } from "../csv/table-problems.ts";
import type { ReadTime } from "./date-format.ts";
import { readNumber } from "./read-number.ts";
import { type Cell, isEmptyCell, type RowSource } from "./row-source.ts";

const PRICES: ReadonlySet<BarField> = new Set(["open", "high", "low", "close", "adjclose"]);

export interface RowsToRead {
  readonly positions: ColumnPositions;
  /** Of the time of day, where it is apart from the day. */
  readonly timeOfDay: number | null;
  /** Of the symbol, and the only one whose rows are taken. */
  readonly only: { readonly position: number; readonly symbol: string } | null;
  readonly reading: DataReading;
  readonly readTime: ReadTime;
  /** For messages. */
  readonly file: string;
}

export interface TableFromRows {
  readonly table: PriceTable;
  /** Lines of the rows that had no price, and were dropped. */
  readonly dropped: readonly number[];
}

/**
 * Reads cells into columns of numbers. An empty volume, dividend or split is zero; a row with an empty price is
 * dropped where `repair` has `drop_empty`, and a problem where not.
 *
 * @throws AppError DATASET_INVALID naming line and value of the cells that are no numbers or times
 */
export function tableFromRows(source: RowSource, options: RowsToRead): TableFromRows {
  const { positions, timeOfDay, only, reading, readTime, file } = options;
  const table = emptyTable(source.rowsAtMost, positions);
  const fields = BAR_FIELDS.flatMap((field) => {
    const position = positions[field];
    const column = table[field];
    return position === null || column === null || field === "time"
      ? []
      : [{ field, position, column, isNamed: namesItsCell(field, positions) }];
  });
  const prices = fields.filter(({ field }) => PRICES.has(field)).map(({ position }) => position);
  const dropsEmpty = reading.repair?.includes("drop_empty") === true;
  const timeAt = positions.time ?? 0;
  const problems = new TableProblems(file);
  const dropped: number[] = [];
  let row = 0;
  const wanted = [timeAt, timeOfDay ?? timeAt, only?.position ?? timeAt, ...fields.map(({ position }) => position)];
  source.eachRow(wanted, (cells, line) => {
    if (only !== null && String(cells[only.position]) !== only.symbol) return;
    if (dropsEmpty && prices.some((position) => isEmptyCell(cells[position]))) {
      dropped.push(line);
      return;
    }
    table.lines[row] = line;
    const written = timeOfDay === null ? (cells[timeAt] ?? "") : `${cells[timeAt]} ${cells[timeOfDay]}`;
    const time = readTime(written);
    table.time[row] = time;
    if (!Number.isFinite(time)) problems.add(line, `"${written}" is no date or time`, timeHint(reading));
    for (const { field, position, column, isNamed } of fields) {
      const value = readCell(field, cells[position], reading);
      if (typeof value === "number") column[row] = value;
      else if (isNamed) problems.add(line, value.problem, value.hint);
    }
    row++;
  });
  problems.throwIfAny();
  return { table: firstRows(table, row), dropped };
}

function timeHint({ dateFormat }: DataReading): string {
  return dateFormat === undefined
    ? "Say how dates are written, such as date_format: DD.MM.YYYY; nightgrid data check <file> proposes the line."
    : `By date_format they are ${dateFormat}.`;
}

interface CellProblem {
  readonly problem: string;
  readonly hint?: string;
}

function readCell(field: BarField, cell: Cell | undefined, { decimal }: DataReading): number | CellProblem {
  if (isEmptyCell(cell)) return PRICES.has(field) ? emptyPrice(field, cell) : 0;
  const value = readNumber(cell ?? "", decimal);
  if (Number.isFinite(value)) return value;
  const ratio = field === "split" ? splitRatio(String(cell)) : Number.NaN;
  if (Number.isFinite(ratio)) return ratio;
  const hint =
    decimal === undefined
      ? 'Say how numbers are written: decimal: "." (1,234.50) or decimal: "," (1.234,50).'
      : `The decimal sign is "${decimal}".`;
  return { problem: `${field} is "${cell}", not a number`, hint };
}

function emptyPrice(field: BarField, cell: Cell | undefined): CellProblem {
  const shown = cell === undefined || cell === "" ? "empty" : `"${cell}"`;
  return { problem: `${field} is ${shown}`, hint: "repair: [drop_empty] leaves out rows without a price." };
}
