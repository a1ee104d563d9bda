import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../core/errors/app-error.ts";
import { BAR_FIELDS, type BarField } from "./csv-columns.ts";
import { Findings } from "./findings.ts";
import type { CsvLayout } from "./parse-clean-csv.ts";
import { parseTime, type TimeReading } from "./parse-time.ts";
import { emptyTable, type PriceTable } from "./price-table.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const MAY_BE_EMPTY: ReadonlySet<BarField> = new Set(["volume", "dividend", "split"]);

const TIME_HINT = "Write times as 2020-04-17, 2020-04-17T15:30:00Z or seconds since 1970.";

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a CSV file of any style: quotes, blanks around cells, empty lines, exponents.
 * An empty volume, dividend or split counts as zero.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID naming line and value of the cells that are no numbers or times
 */
export function parseAnyCsv(bytes: Uint8Array, layout: CsvLayout, file: string): PriceTable {
  const { positions, reading } = layout;
  const rows = readRows(bytes, layout, file);
  const table = emptyTable(rows.length, positions);
  const findings = new Findings(file);
  for (const [index, { record, info }] of rows.entries()) {
    const line = layout.headerLine + info.lines;
    table.lines[index] = line;
    for (const field of BAR_FIELDS) {
      const target = table[field];
      const position = positions[field];
      if (target === null || position === null) continue;
      const value = cellValue(field, record[position], reading);
      if (typeof value === "number") target[index] = value;
      else findings.add(line, value, field === "time" ? TIME_HINT : undefined);
    }
  }
  findings.throwIfAny();
  return table;
}

function readRows(bytes: Uint8Array, { bodyStart, headerLine, delimiter }: CsvLayout, file: string): readonly Row[] {
  try {
    return parse(bytes.subarray(bodyStart), {
      delimiter: String.fromCharCode(delimiter),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = headerLine + Number(error["lines"] ?? 0);
    throw new AppError("DATASET_INVALID", `${file}:${line}: this is no CSV: ${error.message}`, {
      hint: "Is a quote left open?",
      cause: error,
    });
  }
}

/** The value, or half a sentence on what is wrong with the cell. */
function cellValue(field: BarField, text: string | undefined, reading: TimeReading): number | string {
  if (text === undefined || text === "") return MAY_BE_EMPTY.has(field) ? 0 : `${field} is empty`;
  const value = field === "time" ? parseTime(text, reading) : NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  return field === "time" ? `"${text}" is no date or time` : `${field} is "${text}", not a number`;
}
