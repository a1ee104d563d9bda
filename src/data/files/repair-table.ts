import type { Repair } from "../../core/spec/data-reading.ts";
import { BAR_FIELDS } from "../csv/csv-columns.ts";
import type { PriceTable } from "../csv/price-table.ts";

/** What was mended in a file. */
export interface RepairMade {
  readonly repair: Repair;
  /** Rows that were moved or dropped. */
  readonly rows: number;
  /** The first lines that it was about, five at most. */
  readonly lines: readonly number[];
}

export const LINES_TOLD = 5;

export interface RepairedTable {
  readonly table: PriceTable;
  readonly made: RepairMade | null;
}

/** Puts rows into the order of their times; rows of equal times keep theirs. */
export function sortRows(table: PriceTable): RepairedTable {
  const { time, lines } = table;
  const moved: number[] = [];
  let rows = 0;
  for (let row = 1; row < table.rows; row++) {
    if ((time[row] ?? 0) >= (time[row - 1] ?? 0)) continue;
    rows++;
    if (moved.length < LINES_TOLD) moved.push(lines[row] ?? 0);
  }
  if (rows === 0) return { table, made: null };
  const order = Int32Array.from({ length: table.rows }, (_, row) => row);
  // Newest first is the usual case, and reversed costs nothing to sort.
  if (rows === table.rows - 1) order.reverse();
  order.sort((a, b) => (time[a] ?? 0) - (time[b] ?? 0) || a - b);
  return { table: pickRows(table, order), made: { repair: "sort", rows, lines: moved } };
}

/** Leaves out rows that say the same as the row before them; others of the same time stay, and are refused later. */
export function dropDuplicates(table: PriceTable): RepairedTable {
  const kept: number[] = [];
  const dropped: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    if (row > 0 && isSame(table, row - 1, row)) dropped.push(table.lines[row] ?? 0);
    else kept.push(row);
  }
  if (dropped.length === 0) return { table, made: null };
  const made = { repair: "drop_duplicates", rows: dropped.length, lines: dropped.slice(0, LINES_TOLD) } as const;
  return { table: pickRows(table, Int32Array.from(kept)), made };
}

function isSame(table: PriceTable, one: number, other: number): boolean {
  return BAR_FIELDS.every((field) => table[field] === null || table[field][one] === table[field][other]);
}

function pickRows(table: PriceTable, order: Int32Array): PriceTable {
  const picked = (column: Float64Array): Float64Array => {
    const result = new Float64Array(order.length);
    for (let row = 0; row < order.length; row++) result[row] = column[order[row] ?? 0] ?? 0;
    return result;
  };
  const { lines, adjclose, dividend, split } = table;
  return {
    rows: order.length,
    lines: order.map((row) => lines[row] ?? 0),
    time: picked(table.time),
    open: picked(table.open),
    high: picked(table.high),
    low: picked(table.low),
    close: picked(table.close),
    volume: picked(table.volume),
    adjclose: adjclose === null ? null : picked(adjclose),
    dividend: dividend === null ? null : picked(dividend),
    split: split === null ? null : picked(split),
  };
}

/** `sorted 12 rows (first on line 3)` */
export function repairText({ repair, rows, lines }: RepairMade): string {
  const [first = 0] = lines;
  const count = rows === 1 ? "one row" : `${rows.toLocaleString("en")} rows`;
  return `${TEXTS[repair]} ${count} (first on line ${first})`;
}

const TEXTS: Readonly<Record<Repair, string>> = {
  sort: "put in order",
  drop_duplicates: "dropped as duplicates",
  drop_empty: "dropped for want of a price",
};
