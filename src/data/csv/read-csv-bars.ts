import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { adjustBars } from "../bars/adjust-bars.ts";
import { adjustSplits, type SplitFinding } from "../bars/split-bars.ts";
import { allocateBars } from "../bars/allocate-bars.ts";
import { DAY_MS, timeframeMs } from "../bars/timeframe.ts";
import { checkTable } from "./check-table.ts";
import { checkTimeframe } from "./check-timeframe.ts";
import { findColumns } from "./csv-columns.ts";
import { readHeader } from "./csv-header.ts";
import { parseAnyCsv } from "./parse-any-csv.ts";
import { type CsvLayout, parseCleanCsv } from "./parse-clean-csv.ts";
import type { PriceTable } from "./price-table.ts";

export interface CsvSource {
  /** Absolute path. */
  readonly file: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly adjusted: boolean;
  readonly session?: TradingSession;
}

/** Checked bars, and what people should know of how they were read. */
export interface CsvBars {
  readonly bars: Bars;
  readonly warnings: readonly string[];
}

/**
 * Reads one symbol's CSV file into checked bars. Daily and longer bars are put at
 * midnight UTC of their day, which is the day as it is written, whatever its offset.
 *
 * @throws AppError FILE_NOT_FOUND, DATASET_INVALID
 */
export async function readCsvBars(source: CsvSource): Promise<CsvBars> {
  const bytes = await readBytes(source.file);
  return barsFromCsv(bytes, source);
}

/** @throws AppError DATASET_INVALID */
export function barsFromCsv(bytes: Uint8Array, source: CsvSource): CsvBars {
  const { file, columns, adjusted } = source;
  const header = readHeader(bytes, file);
  const positions = findColumns(header.names, { file, columns, needsAdjusted: adjusted });
  const layout: CsvLayout = {
    bodyStart: header.bodyStart,
    headerLine: header.line,
    delimiter: header.delimiter,
    // A column that is not used must not be able to fail.
    reading: { isDaily: timeframeMs(source.timeframe) >= DAY_MS, session: source.session },
    positions: adjusted ? { ...positions, dividend: null, split: null } : { ...positions, adjclose: null },
  };
  const table = parseCleanCsv(bytes, layout) ?? parseAnyCsv(bytes, layout, file);
  checkTimeframe(table.time, source);
  if (layout.reading.isDaily) floorToDays(table.time);
  checkTable(table, file);
  const unused = adjusted && positions.dividend !== null ? header.names[positions.dividend] : undefined;
  const bars = toBars(table, source);
  const splits = table.split === null ? null : adjustSplits(bars, table.split, file);
  return {
    bars,
    warnings: [
      ...(unused === undefined ? [] : [unusedDividends(source, unused)]),
      ...(splits === null ? [] : [splitText(source, splits)]),
    ],
  };
}

function splitText({ symbol }: CsvSource, { splits, state }: SplitFinding): string {
  const count = splits === 1 ? "one split" : `${splits} splits`;
  return state === "adjusted"
    ? `${symbol}: prices are adjusted for ${count} of its column; before them they are not as they were traded`
    : `${symbol}: ${count} of its column changed nothing: the prices are adjusted for them already`;
}

function unusedDividends({ symbol }: CsvSource, header: string): string {
  return `${symbol}: the column "${header}" is not used; adjusted prices have the dividends in them`;
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code !== "ENOENT" && code !== "EISDIR" && code !== "ENOTDIR") throw error;
    throw new AppError("FILE_NOT_FOUND", `There is no data file ${file}`, {
      hint: await neighboursOf(file),
      cause: error,
    });
  }
}

async function neighboursOf(file: string): Promise<string> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => null);
  if (names === null)
    return `There is no folder ${folder} either; paths in a DAG file start from the folder of that file.`;
  const tables = names.filter((name) => /\.(csv|tsv|txt)$/i.test(name)).slice(0, 20);
  return tables.length === 0
    ? `There are no CSV files in ${folder}.`
    : `In that folder there are ${tables.join(", ")}.`;
}

function floorToDays(time: Float64Array): void {
  for (const [index, value] of time.entries()) time[index] = Math.floor(value / DAY_MS) * DAY_MS;
}

function toBars(table: PriceTable, { symbol }: CsvSource): Bars {
  // Zeros alone are no dividends, so that a file with an idle column is the same data as one without.
  const dividend = table.dividend?.some((paid) => paid > 0) === true ? table.dividend : null;
  const bars = allocateBars({ symbol, bars: table.rows, hasDividends: dividend !== null });
  for (const field of ["time", "open", "high", "low", "close", "volume"] as const) bars[field].set(table[field]);
  if (dividend !== null) bars.dividend?.set(dividend);
  if (table.adjclose !== null) adjustBars(bars, table.adjclose);
  return bars;
}
