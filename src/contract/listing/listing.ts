import { csvRow, type CsvValue } from "../../core/text/csv-row.ts";
import { textTable } from "../../core/text/text-table.ts";
import { UNDEFINED_TEXT } from "../../report/format/format-number.ts";

/** Rows of one kind, for people and for programs. */
export interface Listing<Row> {
  /** As they stand in a JSON document. */
  readonly rows: readonly Row[];
  /** The last rows alone. */
  last(count: number): Listing<Row>;
  /** In chunks, the header first; undefined values are empty. */
  csv(): Iterable<string>;
  /** The rows as a JSON array, in chunks. */
  json(): Iterable<string>;
  /** Lines, the header first; undefined values are dashes. */
  table(): readonly string[];
}

/** One per key of a row, in the order of CSV and table: how people see it; null for what is in CSV and JSON alone. */
export type ListingColumns<Row> = { readonly [Key in keyof Row]: ShownColumn<Row> | null };

export interface ShownColumn<Row> {
  readonly heading: string;
  readonly align: "left" | "right";
  text(row: Row): string;
}

type PlainRow<Row> = { readonly [Key in keyof Row]: CsvValue };

const ROWS_PER_CHUNK = 500;

export function createListing<Row extends PlainRow<Row>>(
  rows: readonly Row[],
  columns: ListingColumns<Row>,
): Listing<Row> {
  return {
    rows,
    last: (count) => createListing(rows.slice(Math.max(0, rows.length - count)), columns),
    csv: () => csvOf(rows, columns),
    json: () => jsonOf(rows),
    table: () => tableOf(rows, columns),
  };
}

function keysOf<Row>(columns: ListingColumns<Row>): readonly (keyof Row & string)[] {
  return Object.keys(columns) as (keyof Row & string)[];
}

function* csvOf<Row extends PlainRow<Row>>(rows: readonly Row[], columns: ListingColumns<Row>): Generator<string> {
  const keys = keysOf(columns);
  yield csvRow(keys);
  for (let first = 0; first < rows.length; first += ROWS_PER_CHUNK) {
    const chunk = rows.slice(first, first + ROWS_PER_CHUNK);
    yield chunk.map((row) => csvRow(keys.map((key) => row[key]))).join("");
  }
}

function* jsonOf(rows: readonly unknown[]): Generator<string> {
  yield "[";
  for (let first = 0; first < rows.length; first += ROWS_PER_CHUNK) {
    const chunk = rows.slice(first, first + ROWS_PER_CHUNK).map((row) => JSON.stringify(row));
    yield `${first === 0 ? "" : ","}\n${chunk.join(",\n")}`;
  }
  yield "\n]";
}

function tableOf<Row extends PlainRow<Row>>(rows: readonly Row[], columns: ListingColumns<Row>): readonly string[] {
  const shown = keysOf(columns).flatMap((key) => {
    const as = columns[key];
    return as === null ? [] : [{ key, as }];
  });
  const leftColumns = shown.flatMap(({ as }, index) => (as.align === "left" ? [index] : []));
  const texts = rows.map((row) => shown.map(({ key, as }) => (row[key] === null ? UNDEFINED_TEXT : as.text(row))));
  return textTable([shown.map(({ as }) => as.heading), ...texts], { leftColumns });
}
