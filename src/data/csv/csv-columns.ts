import { AppError } from "../../core/errors/app-error.ts";
import { nearestName } from "../../core/text/nearest-name.ts";

/** What a file may hold of a bar, and the headers that usually stand for it, in lowercase without spaces, `_`, `.`. */
const USUAL_HEADERS = {
  time: ["time", "date", "datetime", "timestamp", "ts", "opentime", "day"],
  open: ["open", "o", "openprice"],
  high: ["high", "h", "highprice"],
  low: ["low", "l", "lowprice"],
  close: ["close", "c", "last", "price", "closeprice", "close/last"],
  adjclose: ["adjclose", "adjustedclose", "closeadj"],
  volume: ["volume", "vol", "v"],
  dividend: ["dividend", "dividends", "divcash", "dividendamount"],
  split: [
    "split",
    "splits",
    "stocksplit",
    "stocksplits",
    "splitratio",
    "splitfactor",
    "splitcoefficient",
    "8splitcoefficient",
    "splitadjustment",
  ],
} as const satisfies Record<string, readonly string[]>;

export type BarField = keyof typeof USUAL_HEADERS;

export const BAR_FIELDS = Object.keys(USUAL_HEADERS) as readonly BarField[];

const REQUIRED: readonly BarField[] = ["time", "open", "high", "low", "close"];

/** Position of each field in a row; null where the file has none. */
export type ColumnPositions = Readonly<Record<BarField, number | null>>;

export interface ColumnOptions {
  /** For messages. */
  readonly file: string;
  /** Bar field → header; fields that it does not name are looked up by their usual headers. */
  readonly columns: Readonly<Record<string, string>>;
  readonly needsAdjusted: boolean;
}

/** @throws AppError DATASET_INVALID when a column is missing, or the mapping names something that does not exist */
export function findColumns(headers: readonly string[], options: ColumnOptions): ColumnPositions {
  const { file, columns, needsAdjusted } = options;
  for (const name of Object.keys(columns)) checkField(name, file);
  const positions = Object.fromEntries(
    BAR_FIELDS.map((field) => {
      const header = columns[field];
      return [field, header === undefined ? usualPosition(field, headers) : namedPosition(header, headers, file)];
    }),
  ) as ColumnPositions;
  const needed = needsAdjusted ? [...REQUIRED, "adjclose" as const] : REQUIRED;
  const missing = needed.filter((field) => positions[field] === null);
  if (missing.length === 0) return positions;
  throw new AppError("DATASET_INVALID", `${file}:1: no column for ${missing.join(", ")}`, {
    hint: `Its headers are ${headers.join(", ")}. Say which is which: columns: { ${missing[0]}: … }.`,
  });
}

function checkField(name: string, file: string): void {
  if ((BAR_FIELDS as readonly string[]).includes(name)) return;
  const near = nearestName(name, BAR_FIELDS);
  throw new AppError("DATASET_INVALID", `${file}: "${name}" in columns is no field of a bar`, {
    hint: `${near === null ? "" : `Did you mean ${near}? `}The fields are ${BAR_FIELDS.join(", ")}.`,
  });
}

function usualPosition(field: BarField, headers: readonly string[]): number | null {
  const plain = headers.map((header) => header.toLowerCase().replaceAll(/[\s_.]/g, ""));
  const found = USUAL_HEADERS[field].map((name) => plain.indexOf(name)).find((position) => position >= 0);
  return found ?? null;
}

function namedPosition(header: string, headers: readonly string[], file: string): number {
  const position = headers.indexOf(header);
  if (position >= 0) return position;
  const near = nearestName(header, headers);
  throw new AppError("DATASET_INVALID", `${file}:1: there is no column "${header}"`, {
    hint: `${near === null ? "" : `Did you mean "${near}"? `}Its headers are ${headers.join(", ")}.`,
  });
}
