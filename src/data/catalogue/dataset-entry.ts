import path from "node:path";
import { parse } from "yaml";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { type GivenProblem, readValues } from "../../core/params/given-values.ts";
import { checked, type CheckedOption } from "../../core/params/option-spec.ts";
import { questionAfter } from "../../core/text/suggest-name.ts";
import {
  type DataReading,
  DECIMALS,
  DELIMITERS,
  ENCODINGS,
  FILE_FORMATS,
  readingOf,
  REPAIRS,
} from "../../core/spec/data-reading.ts";
import { readTextFile } from "../../files/read-text-file.ts";

/** What `dataset.yaml` says of the CSV files beside it. */
export interface DatasetEntry {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly description: string;
  readonly timeframe: string;
  readonly barsPerYear: number;
  readonly symbols: readonly string[];
  /** File name; `{symbol}` stands for each symbol. */
  readonly files: string;
  /** Bar field → header. */
  readonly columns: Readonly<Record<string, string>>;
  /** Absent: plain CSV. */
  readonly reading?: DataReading;
}

export const ENTRY_FILE = "dataset.yaml";
const MAX_ENTRY_BYTES = 5 * 1024 * 1024;

const text = checked("must be text", isText);

/** What any entry may say of itself and of how files are read. */
export const DESCRIBING_KEYS = {
  description: text,
  columns: checked("must map fields to headers", isColumns),
  format: checked(`must be one of ${FILE_FORMATS.join(", ")}`, among(FILE_FORMATS)),
  encoding: checked(`must be one of ${ENCODINGS.join(", ")}`, among(ENCODINGS)),
  delimiter: checked(`must be one of ${DELIMITERS.join(" ")}`, among(DELIMITERS)),
  skip_lines: checked("must be a whole number, 0 or more", (value) => Number.isInteger(value) && Number(value) >= 0),
  header: checked("must be a list of the names of the columns", (value) => isListOf(value, isString)),
  date_format: checked("must be such as DD.MM.YYYY HH:mm, or epoch", isText),
  decimal: checked('must be "." or ","', among(DECIMALS)),
  source: text,
  licence: text,
};

const KEYS = {
  ...DESCRIBING_KEYS,
  columns: checked("must map bar fields to headers", isColumns),
  timeframe: required("must be the length of a bar such as 1d", isBarLength),
  bars_per_year: required("must be a number above 0 such as 252", isPositive),
  symbols: required("must be a list of names such as [SPX], without / and spaces", isNameList),
  files: checked("must be a file name such as {symbol}.csv, without a folder", isPlainName),
  symbol_column: text,
  repair: checked(`must be a list of ${REPAIRS.join(", ")}`, (value) => isListOf(value, among(REPAIRS))),
};

function required(problem: string, fits: CheckedOption["fits"]): CheckedOption {
  return { ...checked(problem, fits), isRequired: true };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isString(value: unknown): boolean {
  return typeof value === "string";
}

function among(choices: readonly unknown[]): CheckedOption["fits"] {
  return (value) => choices.includes(value);
}

function isListOf(value: unknown, fits: CheckedOption["fits"]): boolean {
  return Array.isArray(value) && value.every(fits);
}

function isColumns(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isHeader);
}

/** One header, or those of the day and of the time of day. */
function isHeader(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.length === 2 && value.every(isText));
}

function isBarLength(value: unknown): boolean {
  return typeof value === "string" && /^[1-9]\d*(m|h|d|w|M)$/.test(value);
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}

function isNameList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isPlainName);
}

/** Fit to be a part of a path: user text must not lead out of the folder. */
export function isPlainName(value: unknown): boolean {
  return typeof value === "string" && /^[^/\\\s\0]+$/.test(value) && value !== "." && value !== "..";
}

/**
 * Reads `dataset.yaml` of a folder.
 *
 * @throws AppError DATASET_INVALID naming every problem of the file; what `readTextFile` throws
 */
export async function readEntry(folder: string): Promise<DatasetEntry> {
  const file = path.join(folder, ENTRY_FILE);
  const written = await readEntryFile(file);
  if (isTable(written)) {
    const name = path.basename(folder);
    throw new AppError("DATASET_INVALID", `Dataset ${name} is a table beside prices, and has none itself`, {
      hint: `Name it where a table goes: universe: { dataset: ${name} }, or under factors.`,
      details: { file },
    });
  }
  const problems = readValues(KEYS, written).problems.map((problem) => keyProblem(problem, Object.keys(KEYS)));
  if (problems.length > 0) {
    throw new AppError("DATASET_INVALID", problems.map((problem) => `${file}: ${problem}`).join("\n"), {
      hint: "docs/data.md has an example.",
    });
  }
  return {
    name: path.basename(folder),
    folder,
    description: (written["description"] as string | undefined) ?? "",
    timeframe: written["timeframe"] as string,
    barsPerYear: written["bars_per_year"] as number,
    symbols: written["symbols"] as readonly string[],
    files: (written["files"] as string | undefined) ?? "{symbol}.csv",
    ...readingOf(written),
  };
}

/** Whether an entry has rows that stand beside prices, in place of prices. */
export function isTable(written: Readonly<Record<string, unknown>>): boolean {
  return written["table"] !== undefined || written["query"] !== undefined;
}

/** What stands in `dataset.yaml`. @throws AppError DATASET_INVALID; what `readTextFile` throws */
export async function readEntryFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  return parseEntry(await readTextFile(file, { maxBytes: MAX_ENTRY_BYTES }), file);
}

function parseEntry(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const written: unknown = parse(text, { maxAliasCount: 0 });
    if (typeof written === "object" && written !== null && !Array.isArray(written)) {
      return written as Readonly<Record<string, unknown>>;
    }
  } catch (error) {
    throw new AppError("DATASET_INVALID", `${file}: ${messageOf(error)}`, { cause: error });
  }
  throw new AppError("DATASET_INVALID", `${file} holds no keys and values`, { hint: "docs/data.md has an example." });
}

export function keyProblem(found: GivenProblem, known: readonly string[]): string {
  switch (found.kind) {
    case "missing":
      return `${found.name} is missing; it ${found.problem}`;
    case "unfit":
      return `${found.name} ${found.problem}`;
    case "unknown":
      return [`unknown key "${found.name}"`, questionAfter(found.name, known) ?? []].flat().join(". ");
  }
}
