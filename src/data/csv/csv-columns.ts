import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { TableHeader } from "./csv-header.ts";
import { headerProblem } from "./header-problem.ts";
import { looksLikeTime } from "./time/looks-like-time.ts";
import { timePosition } from "./time/time-column.ts";

/** What a file may hold of a bar, and the headers that usually stand for it, in the form of `plainHeader`. */
const USUAL_HEADERS = {
  time: [
    "time",
    "date",
    "datetime",
    "timestamp",
    "ts",
    "opentime",
    "day",
    "unix",
    "t",
    "tsevent",
    "windowstart",
    "gmttime",
  ],
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
    "splitadjustment",
  ],
} as const satisfies Record<string, readonly string[]>;

export type BarField = keyof typeof USUAL_HEADERS;

export const BAR_FIELDS = Object.keys(USUAL_HEADERS) as readonly BarField[];

const REQUIRED: readonly BarField[] = ["time", "open", "high", "low", "close"];
const BESIDE_CLOSE = ["open", "high", "low"] as const;

/** Position of each field in a row; null where the file has none. */
export type ColumnPositions = Readonly<Record<BarField, number | null>>;

export interface ColumnOptions {
  /** For messages. */
  readonly file: string;
  /** Bar field → header; fields that it does not name are looked up by their usual headers. */
  readonly columns: Readonly<Record<string, string>>;
  readonly needsAdjusted: boolean;
  /** Bars shorter than a day: the day alone does not tell them apart. */
  readonly isIntraday: boolean;
}

export interface FoundColumns {
  readonly positions: ColumnPositions;
  /** The file has a close alone, which then stands for open, high and low, too. */
  readonly isCloseOnly: boolean;
}

/** @throws AppError DATASET_INVALID when a column is missing, or the mapping names something that does not exist */
export function findColumns(header: TableHeader, options: ColumnOptions): FoundColumns {
  const { file, columns, needsAdjusted } = options;
  for (const name of Object.keys(columns)) checkField(name, file);
  refuseUnevenHeader(header, file);
  const found = Object.fromEntries(
    BAR_FIELDS.map((field) => {
      const name = columns[field];
      return [field, name === undefined ? usualPosition(field, header, options) : namedPosition(name, header, file)];
    }),
  ) as ColumnPositions;
  refuseTwins(found, header, file);
  const isCloseOnly = found.close !== null && BESIDE_CLOSE.every((field) => found[field] === null);
  const { close } = found;
  const positions = isCloseOnly ? { ...found, open: close, high: close, low: close } : found;
  const needed = needsAdjusted ? [...REQUIRED, "adjclose" as const] : REQUIRED;
  const missing = needed.filter((field) => positions[field] === null);
  if (missing.length === 0) return { positions, isCloseOnly };
  throw headerProblem(header, file) ?? missingColumns(missing, header, file);
}

/**
 * In lowercase without blanks, `_`, `.`, the brackets of `<DATE>`, the number of `1. open`, and signs that are not seen;
 * full-width letters are plain ones.
 */
export function plainHeader(header: string): string {
  return header
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^\d+\. /, "")
    .replaceAll(/[\s_.<>\p{Cf}]/gu, "");
}

/** Whether it stands for a field of a bar wherever it is met. */
export function isUsualHeader(header: string): boolean {
  const plain = plainHeader(header);
  return Object.values(USUAL_HEADERS).some((names) => (names as readonly string[]).includes(plain));
}

function missingColumns(missing: readonly BarField[], header: TableHeader, file: string): AppError {
  return new AppError("DATASET_INVALID", `${file}:${header.line}: no column for ${missing.join(", ")}`, {
    hint: `${headersTold(header.names)} ${mappingHint(missing, header)}`,
  });
}

/** A sentence; what is no header may be as long as the file. */
export function headersTold(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, MOST_TOLD), names.length - MOST_TOLD];
  const cut = shown.map((name) => (name.length > LONGEST_TOLD ? `${name.slice(0, LONGEST_TOLD)} …` : name));
  return `Its headers are ${cut.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

const MOST_TOLD = 40;
const LONGEST_TOLD = 60;

function mappingHint(missing: readonly BarField[], { names, sample }: TableHeader): string {
  const [first = "time"] = missing;
  const [row = []] = sample;
  const isTime = names.map((_, index) => looksLikeTime(row[index] ?? ""));
  if (first === "time") return `Say which is which: columns: { time: ${names[isTime.indexOf(true)] ?? "…"} }.`;
  if (!missing.includes("close")) return `Say which is which: columns: { ${first}: … }.`;
  const other = names.find((name, index) => name !== "" && isTime[index] === false) ?? "…";
  return `Say which is which: columns: { ${first}: … }; closes alone will do, such as columns: { close: ${other} }.`;
}

/** An index without a name shifts all names by one; a delimiter at the end of each row does no harm. */
function refuseUnevenHeader(header: TableHeader, file: string): void {
  const { names, sample, line } = header;
  const [row = []] = sample;
  if (row.length === 0 || !sample.every((cells) => cells.length > names.length && cells.at(-1) !== "")) return;
  const problem = `the header has ${names.length} names, and the first row ${row.length} cells`;
  throw (
    headerProblem(header, file) ??
    new AppError("DATASET_INVALID", `${file}:${line}: ${problem}`, {
      hint: `Give every column a name; the first row is ${row.join(", ")}.`,
    })
  );
}

/** Two columns of one name, as where one file holds several symbols side by side. */
function refuseTwins(found: ColumnPositions, { names, line }: TableHeader, file: string): void {
  const used = BAR_FIELDS.map((field) => found[field]).filter((position) => position !== null);
  const twin = used.map((position) => names[position]).find((name) => names.filter((each) => each === name).length > 1);
  if (twin === undefined || twin === "") return;
  throw new AppError("DATASET_INVALID", `${file}:${line}: there are two columns named "${twin}"`, {
    hint: "Give each column a name of its own; a file holds the bars of one symbol.",
  });
}

/** @throws AppError DATASET_INVALID; `details.key` is the key of `data` that is at fault */
export function checkField(name: string, file: string): void {
  if ((BAR_FIELDS as readonly string[]).includes(name)) return;
  throw new AppError("DATASET_INVALID", `${file}: "${name}" in columns is no field of a bar`, {
    hint: suggestName(name, BAR_FIELDS, { always: `The fields are ${BAR_FIELDS.join(", ")}.` }),
    details: { key: "columns" },
  });
}

function usualPosition(field: BarField, header: TableHeader, options: ColumnOptions): number | null {
  const plain = header.names.map(plainHeader);
  const positions = USUAL_HEADERS[field].map((name) => plain.indexOf(name)).filter((position) => position >= 0);
  if (field !== "time") return positions[0] ?? null;
  return timePosition(positions, header, options) ?? unnamedTime(header);
}

/** The index of a table in pandas, R or backtesting.py's samples, whose header is empty. */
function unnamedTime({ names, sample }: TableHeader): number | null {
  const [row = []] = sample;
  const position = names.findIndex((name, index) => name === "" && looksLikeTime(row[index] ?? ""));
  return position < 0 ? null : position;
}

function namedPosition(name: string, header: TableHeader, file: string): number {
  const position = header.names.indexOf(name);
  if (position >= 0) return position;
  throw (
    headerProblem(header, file) ??
    new AppError("DATASET_INVALID", `${file}:${header.line}: there is no column "${name}"`, {
      hint: suggestName(name, header.names, { always: headersTold(header.names) }),
    })
  );
}

/** Whether what is wrong with a cell is said of this field: where the close stands for other prices, it is said once, of the close. */
export function namesItsCell(field: BarField, positions: ColumnPositions): boolean {
  return field === "close" || positions[field] !== positions.close;
}
