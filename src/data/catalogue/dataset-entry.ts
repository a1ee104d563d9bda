import path from "node:path";
import { parse } from "yaml";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { didYouMean } from "../../core/text/did-you-mean.ts";
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
}

export const ENTRY_FILE = "dataset.yaml";
const MAX_ENTRY_BYTES = 5 * 1024 * 1024;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value !== "";
const isTextRecord: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isText);

interface Key {
  readonly isRequired: boolean;
  readonly check: Check;
  readonly must: string;
}

const KEYS: Readonly<Record<string, Key>> = {
  description: { isRequired: false, check: isText, must: "be text" },
  timeframe: {
    isRequired: true,
    check: (value) => typeof value === "string" && /^[1-9]\d*(m|h|d|w|M)$/.test(value),
    must: "be the length of a bar such as 1d",
  },
  bars_per_year: {
    isRequired: true,
    check: (value) => typeof value === "number" && value > 0 && Number.isFinite(value),
    must: "be a number above 0 such as 252",
  },
  symbols: {
    isRequired: true,
    check: (value) => Array.isArray(value) && value.length > 0 && value.every(isPlainName),
    must: "be a list of names such as [SPX], without / and spaces",
  },
  files: { isRequired: false, check: isPlainName, must: "be a file name such as {symbol}.csv, without a folder" },
  columns: { isRequired: false, check: isTextRecord, must: "map bar fields to headers" },
  source: { isRequired: false, check: isText, must: "be text" },
  licence: { isRequired: false, check: isText, must: "be text" },
};

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
  const written = parseEntry(await readTextFile(file, { maxBytes: MAX_ENTRY_BYTES }), file);
  const problems = [
    ...Object.keys(written).flatMap((key) => (!Object.hasOwn(KEYS, key) ? [unknownKey(key)] : [])),
    ...Object.entries(KEYS).flatMap(([key, spec]) => keyProblem(key, spec, written[key])),
  ];
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
    columns: (written["columns"] as Readonly<Record<string, string>> | undefined) ?? {},
  };
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

function unknownKey(key: string): string {
  const question = didYouMean(key, Object.keys(KEYS));
  return question === null ? `unknown key "${key}"` : `unknown key "${key}". ${question}`;
}

function keyProblem(key: string, { isRequired, check, must }: Key, value: unknown): readonly string[] {
  if (value === undefined) return isRequired ? [`${key} is missing; it must ${must}`] : [];
  return check(value) ? [] : [`${key} must ${must}`];
}
