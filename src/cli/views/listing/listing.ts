import { csvRow, type CsvValue } from "../../../core/text/csv-row.ts";
import { textTable } from "../../../core/text/text-table.ts";
import { UNDEFINED_TEXT } from "../../../report/format/format-number.ts";

/** Rows of one kind, for people and for programs. */
export interface Listing {
  readonly count: number;
  /** The last rows alone. */
  last(count: number): Listing;
  /** In chunks, the header first; undefined values are empty. */
  csv(): Iterable<string>;
  /** A JSON array of one object per row, in chunks; undefined values are null. */
  json(): Iterable<string>;
  /** Lines, the header first; undefined values are dashes. */
  table(): readonly string[];
}

export interface ListingColumn<Row> {
  /** Header in CSV, key in JSON. */
  readonly name: string;
  /** In full precision; null where undefined. */
  value(row: Row): CsvValue;
  /** How people see it; a column without it is in CSV and JSON alone. */
  readonly shown?: ShownColumn<Row>;
}

export interface ShownColumn<Row> {
  readonly heading: string;
  readonly align: "left" | "right";
  text(row: Row): string;
}

const ROWS_PER_CHUNK = 500;

/** @param columns in the order of CSV, JSON and table */
export function createListing<Row>(rows: readonly Row[], columns: readonly ListingColumn<Row>[]): Listing {
  return {
    count: rows.length,
    last: (count) => createListing(rows.slice(Math.max(0, rows.length - count)), columns),
    csv: () => csvOf(rows, columns),
    json: () => jsonOf(rows, columns),
    table: () => tableOf(rows, columns),
  };
}

function* csvOf<Row>(rows: readonly Row[], columns: readonly ListingColumn<Row>[]): Generator<string> {
  yield csvRow(columns.map(({ name }) => name));
  for (let first = 0; first < rows.length; first += ROWS_PER_CHUNK) {
    const chunk = rows.slice(first, first + ROWS_PER_CHUNK);
    yield chunk.map((row) => csvRow(columns.map((column) => column.value(row)))).join("");
  }
}

function* jsonOf<Row>(rows: readonly Row[], columns: readonly ListingColumn<Row>[]): Generator<string> {
  const textOf = (row: Row): string =>
    JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, column.value(row)])));
  yield "[";
  for (let first = 0; first < rows.length; first += ROWS_PER_CHUNK) {
    const chunk = rows.slice(first, first + ROWS_PER_CHUNK);
    yield `${first === 0 ? "" : ","}\n${chunk.map(textOf).join(",\n")}`;
  }
  yield "\n]";
}

function tableOf<Row>(rows: readonly Row[], columns: readonly ListingColumn<Row>[]): readonly string[] {
  const shown = columns.flatMap((column) => (column.shown === undefined ? [] : [{ column, as: column.shown }]));
  const leftColumns = shown.flatMap(({ as }, index) => (as.align === "left" ? [index] : []));
  const texts = rows.map((row) =>
    shown.map(({ column, as }) => (column.value(row) === null ? UNDEFINED_TEXT : as.text(row))),
  );
  return textTable([shown.map(({ as }) => as.heading), ...texts], { leftColumns });
}
