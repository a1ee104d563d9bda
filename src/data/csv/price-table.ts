import type { ColumnPositions } from "./csv-columns.ts";

/** The columns of one file as numbers, not yet checked against each other. */
export interface PriceTable {
  readonly rows: number;
  /** Line of each row in the file, from 1. */
  readonly lines: Int32Array;
  /** Milliseconds UTC. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Zeros when the file has none. */
  readonly volume: Float64Array;
  /** Null when the file has none. */
  readonly adjclose: Float64Array | null;
  /** Null when the file has none. */
  readonly dividend: Float64Array | null;
  /** New units per old one; 0 and 1 are no split. Null when the file has none. */
  readonly split: Float64Array | null;
}

/** @param rows upper limit; the parser says in the end how many there were */
export function emptyTable(rows: number, positions: ColumnPositions): PriceTable {
  const column = (): Float64Array => new Float64Array(rows);
  return {
    rows,
    lines: new Int32Array(rows),
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    adjclose: positions.adjclose === null ? null : column(),
    dividend: positions.dividend === null ? null : column(),
    split: positions.split === null ? null : column(),
  };
}

/** The first `rows` rows. */
export function firstRows(table: PriceTable, rows: number): PriceTable {
  return {
    rows,
    lines: table.lines.subarray(0, rows),
    time: table.time.subarray(0, rows),
    open: table.open.subarray(0, rows),
    high: table.high.subarray(0, rows),
    low: table.low.subarray(0, rows),
    close: table.close.subarray(0, rows),
    volume: table.volume.subarray(0, rows),
    adjclose: table.adjclose?.subarray(0, rows) ?? null,
    dividend: table.dividend?.subarray(0, rows) ?? null,
    split: table.split?.subarray(0, rows) ?? null,
  };
}
