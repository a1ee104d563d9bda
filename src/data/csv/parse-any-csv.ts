import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../core/errors/app-error.ts";
import { BAR_FIELDS, type BarField, namesItsCell } from "./csv-columns.ts";
import { TableProblems } from "./table-problems.ts";
import { type CsvLayout, countLines } from "./parse-clean-csv.ts";
import { parseTime, type TimeReading } from "./time/parse-time.ts";
import { splitRatio } from "./split-ratio.ts";
import { emptyTable, firstRows, type PriceTable } from "./price-table.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const MAY_BE_EMPTY: ReadonlySet<BarField> = new Set(["volume", "dividend", "split"]);

const TIME_HINT =
  "Write times as 2020-04-17, 2020-04-17T15:30:00Z or seconds since 1970; or say how they are written: nightgrid data check <file> prints the keys.";
const NUMBER_HINT =
  "Write numbers with a decimal point, without thousands separators, currency signs, %, K or M: 84931.6, not $84,931.60; or let nightgrid data check <file> print the keys that read them as they are.";
const SPLIT_HINT = "Write splits as new units per old one: 4, 4:1 or 4/1.";
const FINE_EPOCH = /^\d{15,19}$/;
const DRESSED_NUMBER = /^[^\p{L}\d]*[\d.,'\s]*\d[\d.,'\s]*[%KMBTkmbt]?$/u;

/**
 * Reads a CSV file of any style: quotes, blanks around cells, empty lines, exponents.
 * An empty volume, dividend or split counts as zero.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID naming line and value of the cells that are no numbers or times
 */
export function parseAnyCsv(bytes: Uint8Array, layout: CsvLayout, file: string): PriceTable {
  const { positions, reading } = layout;
  const table = emptyTable(countLines(bytes, layout.bodyStart), positions);
  const problems = new TableProblems(file);
  let row = 0;
  eachRow(bytes, layout, file, (record, lineInBody) => {
    const line = layout.headerLine + lineInBody;
    table.lines[row] = line;
    for (const field of BAR_FIELDS) {
      const target = table[field];
      const position = positions[field];
      if (target === null || position === null) continue;
      const value = cellValue(field, record[position], reading);
      if (typeof value === "number") target[row] = value;
      else if (namesItsCell(field, positions)) problems.add(line, value, hintFor(field, record[position]));
    }
    row++;
  });
  problems.throwIfAny();
  return firstRows(table, row);
}

type OnRow = (record: readonly string[], lineInBody: number) => void;

/** Rows are handed over one by one: a file of a gigabyte does not fit into memory as texts. */
function eachRow(bytes: Uint8Array, { bodyStart, headerLine, delimiter }: CsvLayout, file: string, onRow: OnRow): void {
  try {
    parse(bytes.subarray(bodyStart), {
      delimiter: String.fromCharCode(delimiter),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: readonly string[], { lines }: { readonly lines: number }) => {
        onRow(record, lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = headerLine + Number(error["lines"] ?? 0);
    throw new AppError("DATASET_INVALID", `${file}:${line}: this is no CSV: ${error.message}`, {
      hint: "Is a quote left open?",
      cause: error,
    });
  }
}

function hintFor(field: BarField, text = ""): string | undefined {
  if (field === "split") return SPLIT_HINT;
  if (field !== "time") return DRESSED_NUMBER.test(text) ? NUMBER_HINT : undefined;
  return FINE_EPOCH.test(text) ? `${TIME_HINT} This looks like micro- or nanoseconds.` : TIME_HINT;
}

/** The value, or half a sentence on what is wrong with the cell. */
function cellValue(field: BarField, text: string | undefined, reading: TimeReading): number | string {
  if (text === undefined || text === "") return MAY_BE_EMPTY.has(field) ? 0 : `${field} is empty`;
  const value = field === "time" ? parseTime(text, reading) : numberOf(field, text);
  if (Number.isFinite(value)) return value;
  return field === "time" ? `"${text}" is no date or time` : `${field} is "${text}", not a number`;
}

function numberOf(field: BarField, text: string): number {
  if (NUMBER.test(text)) return Number(text);
  return field === "split" ? splitRatio(text) : Number.NaN;
}
