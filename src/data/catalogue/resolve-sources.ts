import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { symbolFileName } from "../../core/names/symbol-file.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { type OpenTables, tableOpener } from "../beside/tables/open-table.ts";
import { resolveSymbols } from "../beside/resolve-symbols.ts";
import { checkField } from "../csv/csv-columns.ts";
import type { CsvSource } from "../csv/csv-source.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { checkDateFormat } from "../files/date-format.ts";
import { findDataset } from "./dataset-catalogue.ts";

/** What a request comes down to. */
export interface ResolvedSources {
  /** Name of the dataset, or of the CSV file without its folder. */
  readonly dataset: string;
  /** Null when the source does not say. */
  readonly barsPerYear: number | null;
  /** One per symbol, in the order of the request. */
  readonly files: readonly CsvSource[];
}

const PLACEHOLDER = "{symbol}";

/**
 * Which files a request means. Where it names no symbols, those are meant that are or were in its universe.
 *
 * @throws AppError DATASET_NOT_FOUND when dataset, symbol or timeframe does not exist, listing what does; DATASET_INVALID
 */
export async function resolveSources(
  asked: DataSpec,
  home: string,
  openTable: OpenTables = tableOpener({ home }),
): Promise<ResolvedSources> {
  const { symbols } = asked.symbols.length > 0 ? asked : await resolveSymbols(asked, openTable);
  const request = { ...asked, symbols };
  for (const name of Object.keys(request.columns)) checkField(name, request.csv ?? `Dataset ${request.dataset}`);
  checkDateFormat(request.reading?.dateFormat);
  if (request.dataset !== null) return ofDataset(request, request.dataset, home);
  if (request.csv !== null) return ofCsv(request, request.csv);
  throw new AppError("DATASET_NOT_FOUND", "Neither a dataset nor a CSV file is named", {
    hint: "Write data: { dataset: sp500 } or data: { csv: ./prices.csv }.",
  });
}

async function ofDataset(request: DataSpec, name: string, home: string): Promise<ResolvedSources> {
  const entry = await findDataset(name, home);
  const unknown = request.symbols.find((symbol) => !entry.symbols.includes(symbol));
  if (unknown !== undefined) {
    throw new AppError("DATASET_NOT_FOUND", `Dataset ${name} has no symbol "${unknown}"`, {
      hint: suggestName(unknown, entry.symbols, { always: `It has ${entry.symbols.join(", ")}.` }),
      details: { key: "symbols" },
    });
  }
  if (entry.timeframe !== request.timeframe) {
    throw new AppError("DATASET_NOT_FOUND", `Dataset ${name} has no bars of ${request.timeframe}`, {
      hint: `Its timeframe is ${entry.timeframe}.`,
      details: { key: "timeframe" },
    });
  }
  const symbols = request.symbols.length > 0 ? request.symbols : entry.symbols;
  const columns = { ...entry.columns, ...request.columns };
  const reading = entry.reading === undefined ? request.reading : { ...entry.reading, ...request.reading };
  const pattern = path.join(entry.folder, entry.files);
  refuseWildcards(pattern);
  return {
    dataset: name,
    barsPerYear: entry.barsPerYear,
    files: filesOf(symbols, pattern, { ...request, columns, ...(reading && { reading }) }),
  };
}

async function ofCsv(request: DataSpec, pattern: string): Promise<ResolvedSources> {
  refuseWildcards(pattern);
  const symbols = request.symbols.length > 0 ? request.symbols : await symbolsOf(pattern);
  const isShared = holdsSeveral(request) && !pattern.includes(PLACEHOLDER);
  if (isShared && request.symbols.length === 0) {
    throw new AppError("DATASET_INVALID", `${pattern} holds several symbols, and none is named`, {
      hint: "List those you want (symbols: [SPX]); nightgrid data check <file> shows which there are.",
      details: { key: "symbols" },
    });
  }
  if (symbols.length > 1 && !isShared && !pattern.includes(PLACEHOLDER)) {
    throw new AppError("DATASET_INVALID", `${pattern} is one file, and there are ${symbols.length} symbols`, {
      hint: `Write one file per symbol, and csv: ./${PLACEHOLDER}.csv.`,
    });
  }
  const files = filesOf(symbols, pattern, request);
  const twin = files.find(({ file }, i) => files.findIndex((other) => other.file === file) < i);
  if (twin !== undefined && !isShared) {
    throw new AppError("DATASET_INVALID", `Two symbols are read from ${twin.file}`, {
      hint: "In a file's name / and \\ are _: name one of these symbols otherwise.",
      details: { key: "symbols" },
    });
  }
  return { dataset: path.basename(pattern), barsPerYear: null, files };
}

/** A file may have such a name all the same. */
function refuseWildcards(pattern: string): void {
  if (!/[*?]/.test(pattern) || existsSync(pattern)) return;
  throw new AppError("DATASET_INVALID", `${pattern} names several files by * or ?`, {
    hint: `Write ${PLACEHOLDER} where the names differ: csv: "./prices/${PLACEHOLDER}.csv".`,
  });
}

/** All files that fit the pattern; without a placeholder, the file's own name. */
async function symbolsOf(pattern: string): Promise<readonly string[]> {
  if (!pattern.includes(PLACEHOLDER)) return [path.parse(path.basename(pattern).replace(/\.(gz|zip)$/i, "")).name];
  const name = path.basename(pattern);
  if (!name.includes(PLACEHOLDER)) {
    throw new AppError("DATASET_INVALID", `${pattern} does not say which symbols there are`, {
      hint: `List them (symbols: [SPX]), or put ${PLACEHOLDER} into the file's name.`,
    });
  }
  const [before = "", after = ""] = name.split(PLACEHOLDER);
  const found = await readdir(path.dirname(pattern)).catch(() => []);
  const symbols = found
    .filter((file) => file.startsWith(before) && file.endsWith(after) && file.length > before.length + after.length)
    .map((file) => file.slice(before.length, file.length - after.length))
    .sort();
  if (symbols.length > 0) return symbols;
  throw new AppError("FILE_NOT_FOUND", `No file fits ${pattern}`, {
    hint: "Paths in a DAG file start from the folder of that file.",
  });
}

type FileOptions = Pick<DataSpec, "timeframe" | "columns" | "adjusted" | "session" | "reading">;

/** One file may hold several symbols: row by row, or in a column each. */
function holdsSeveral({ reading, columns }: FileOptions): boolean {
  return reading?.symbolColumn !== undefined || Object.values(columns).some((header) => header.includes(PLACEHOLDER));
}

function filesOf(symbols: readonly string[], pattern: string, options: FileOptions): readonly CsvSource[] {
  const { timeframe, columns, adjusted, session, reading } = options;
  return symbols.map((symbol) => {
    const file = pattern.replaceAll(PLACEHOLDER, () => symbolFileName(symbol));
    return { file, symbol, timeframe, columns, adjusted, ...(session && { session }), ...(reading && { reading }) };
  });
}
