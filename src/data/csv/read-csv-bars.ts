import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";
import { adjustBars } from "../bars/adjust-bars.ts";
import { adjustSplits, type SplitFinding } from "../bars/split-bars.ts";
import { allocateBars } from "../bars/allocate-bars.ts";
import { clampRange } from "../bars/clamp-range.ts";
import { priceProblem } from "../bars/price-range.ts";
import { timeframeMs } from "../bars/timeframe.ts";
import { csvText } from "../formats/csv-text.ts";
import { readDataFile } from "../formats/read-data-file.ts";
import { checkTable } from "./check-table.ts";
import { type DoubtfulTimes, doubtfulTimes } from "./time/doubtful-times.ts";
import { checkTimeframe } from "./time/check-timeframe.ts";
import type { CsvSource } from "./csv-source.ts";
import { type ColumnPositions, findColumns } from "./csv-columns.ts";
import { readHeader } from "./csv-header.ts";
import { TableProblems } from "./table-problems.ts";
import { parseAnyCsv } from "./parse-any-csv.ts";
import { type CsvLayout, parseCleanCsv } from "./parse-clean-csv.ts";
import type { PriceTable } from "./price-table.ts";
import { refuseSeveralSymbols } from "./several-symbols.ts";

/** Checked bars, and what people should know of how they were read. */
export interface CsvBars {
  readonly bars: Bars;
  /** Whether a column of splits was heeded. */
  readonly hasSplits: boolean;
  readonly warnings: readonly string[];
}

/** @throws AppError FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_TOO_LARGE, FILE_UNREADABLE, DATASET_INVALID */
export async function readCsvBars(source: CsvSource): Promise<CsvBars> {
  return barsFromCsv(await readDataFile(source.file), source);
}

/**
 * Reads one symbol's CSV file into checked bars. Daily and longer bars are put at
 * midnight UTC of their day, which is the day as it is written, whatever its offset.
 *
 * @param content of the file, also packed
 * @throws AppError DATASET_INVALID, FILE_TOO_LARGE
 */
export function barsFromCsv(content: Uint8Array, source: CsvSource): CsvBars {
  const { file, columns, adjusted } = source;
  const isIntraday = timeframeMs(source.timeframe) < DAY_MS;
  const bytes = csvText(content, file);
  const header = readHeader(bytes, file);
  const { positions, isCloseOnly } = findColumns(header, { file, columns, needsAdjusted: adjusted, isIntraday });
  refuseSeveralSymbols(bytes, header, file);
  const layoutOf = (doubts: DoubtfulTimes): CsvLayout => ({
    bodyStart: header.bodyStart,
    headerLine: header.line,
    delimiter: header.delimiter,
    reading: { isDaily: !isIntraday, session: source.session, doubts },
    positions: usedPositions(positions, adjusted),
  });
  const [quick, slow] = [doubtfulTimes(), doubtfulTimes()];
  const clean = parseCleanCsv(bytes, layoutOf(quick));
  const table = clean ?? parseAnyCsv(bytes, layoutOf(slow), file);
  checkTimeframe(table.time, source);
  if (!isIntraday) floorToDays(table.time);
  const unused = adjusted && positions.dividend !== null ? header.names[positions.dividend] : undefined;
  const found = barsFromTable(table, { source, isCloseOnly, unusedDividends: unused });
  const doubts = (clean === null ? slow : quick).warnings(source.symbol);
  return doubts.length === 0 ? found : { ...found, warnings: [...found.warnings, ...doubts] };
}

/** A column that is not used must not be able to fail. */
export function usedPositions(positions: ColumnPositions, adjusted: boolean): ColumnPositions {
  return adjusted ? { ...positions, dividend: null, split: null } : { ...positions, adjclose: null };
}

export interface TableFacts {
  readonly source: CsvSource;
  readonly isCloseOnly: boolean;
  /** The header of a column of dividends that was left alone. */
  readonly unusedDividends: string | undefined;
}

/** @throws AppError DATASET_INVALID for what would make a backtest wrong */
export function barsFromTable(table: PriceTable, { source, isCloseOnly, unusedDividends }: TableFacts): CsvBars {
  const { file, symbol } = source;
  checkTable(table, file);
  const bars = toBars(table, source);
  const splits = table.split === null ? null : adjustSplits(bars, table.split, file);
  const warnings = [
    ...(unusedDividends === undefined ? [] : [unusedText(source, unusedDividends)]),
    ...(isCloseOnly ? [`${symbol}: the file has closes alone; they stand for open, high and low, too`] : []),
    ...(splits === null ? [] : [splitText(source, splits)]),
  ];
  return { bars, hasSplits: splits !== null, warnings };
}

function splitText({ symbol }: CsvSource, { splits, state, isInverse }: SplitFinding): string {
  const count = splits === 1 ? "one split" : `${splits} splits`;
  return state === "adjusted"
    ? `${symbol}: prices are adjusted for ${count} of its column; before them they are not as they were traded${isInverse ? "; it has old units per new one" : ""}`
    : `${symbol}: ${count} of its column changed nothing: the prices are adjusted for them already`;
}

function unusedText({ symbol }: CsvSource, header: string): string {
  return `${symbol}: the column "${header}" is not used; adjusted prices have the dividends in them`;
}

export function floorToDays(time: Float64Array): void {
  for (const [index, value] of time.entries()) time[index] = Math.floor(value / DAY_MS) * DAY_MS;
}

function toBars(table: PriceTable, { symbol, file }: CsvSource): Bars {
  // Zeros alone are no dividends, so that a file with an idle column is the same data as one without.
  const dividend = table.dividend?.some((paid) => paid > 0) === true ? table.dividend : null;
  const bars = allocateBars({ symbol, bars: table.rows, hasDividends: dividend !== null });
  for (const field of ["time", "open", "high", "low", "close", "volume"] as const) bars[field].set(table[field]);
  if (dividend !== null) bars.dividend?.set(dividend);
  if (table.adjclose !== null) {
    adjustBars(bars, table.adjclose);
    checkAdjusted(bars, table, file);
  }
  clampRange(bars);
  return bars;
}

/** Both closes may be prices, and what the factor between them makes of a high none. */
function checkAdjusted(bars: Bars, { lines }: PriceTable, file: string): void {
  const problems = new TableProblems(file);
  for (const [row, line] of lines.entries()) {
    for (const field of ["open", "high", "low"] as const) {
      const problem = priceProblem(`${field}, once adjusted,`, bars[field][row] ?? Number.NaN);
      if (problem !== null) problems.add(line, problem);
    }
  }
  problems.throwIfAny();
}
