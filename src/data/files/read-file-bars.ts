import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { DataReading } from "../../core/spec/data-reading.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { timeframeMs } from "../bars/timeframe.ts";
import { findColumns, headersTold } from "../csv/csv-columns.ts";
import type { CsvSource } from "../csv/csv-source.ts";
import { barsFromTable, type CsvBars, floorToDays, readCsvBars, usedPositions } from "../csv/read-csv-bars.ts";
import { doubtfulTimes } from "../csv/time/doubtful-times.ts";
import { checkTimeframe } from "../csv/time/check-timeframe.ts";
import type { TimeReading } from "../csv/time/parse-time.ts";
import { readDataFile } from "../formats/read-data-file.ts";
import { timeReader } from "./date-format.ts";
import { openRows } from "./open-rows.ts";
import { dropDuplicates, LINES_TOLD, type RepairMade, repairText, sortRows } from "./repair-table.ts";
import type { RowSource } from "./row-source.ts";
import { refuseAbsentSymbol, refuseUnsaidSymbols } from "./symbols-of-rows.ts";
import { tableFromRows } from "./table-from-rows.ts";

export interface FileBars extends CsvBars {
  /** The warnings that are not of repairs. */
  readonly remarks: readonly string[];
  readonly repairs: readonly RepairMade[];
}

/**
 * Reads one symbol of a file into checked bars: plain CSV in the fast way, any other file as `reading` says.
 *
 * @throws AppError FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_TOO_LARGE, FILE_UNREADABLE, DATASET_INVALID
 */
export async function readFileBars(source: CsvSource): Promise<CsvBars> {
  const { reading, file } = source;
  if (reading === undefined) return readCsvBars(source);
  return barsFromRows(await openRows(await readDataFile(file), reading, file), source, reading);
}

/** @throws AppError DATASET_INVALID */
export function barsFromRows(rows: RowSource, source: CsvSource, reading: DataReading): FileBars {
  const { file, adjusted, symbol, session } = source;
  const isIntraday = timeframeMs(source.timeframe) < DAY_MS;
  const columns = ofSymbol(source.columns, symbol);
  const { positions, isCloseOnly } = findColumns(rows, { file, columns, needsAdjusted: adjusted, isIntraday });
  const only = onlySymbol(reading, rows, source);
  if (only === null && !Object.values(source.columns).some((header) => header.includes("{symbol}")))
    refuseUnsaidSymbols(rows, file);
  const doubts = doubtfulTimes();
  const timeReading: TimeReading = { isDaily: !isIntraday, session, doubts };
  const { table: read, dropped } = tableFromRows(rows, {
    positions: usedPositions(positions, adjusted),
    timeOfDay: named(reading.timeOfDay, rows, file),
    only,
    reading,
    readTime: timeReader(reading.dateFormat, timeReading),
    file,
  });
  if (only !== null && read.rows + dropped.length === 0) refuseAbsentSymbol(rows, file, only);
  const isAsked = (repair: RepairMade["repair"]): boolean => reading.repair?.includes(repair) === true;
  const sorted = isAsked("sort") ? sortRows(read) : { table: read, made: null };
  checkTimeframe(sorted.table.time, source);
  if (!isIntraday) floorToDays(sorted.table.time);
  const single = isAsked("drop_duplicates") ? dropDuplicates(sorted.table) : { table: sorted.table, made: null };
  const empty: RepairMade = { repair: "drop_empty", rows: dropped.length, lines: dropped.slice(0, LINES_TOLD) };
  const repairs = [dropped.length > 0 ? empty : null, sorted.made, single.made].filter((made) => made !== null);
  const unused = adjusted && positions.dividend !== null ? rows.names[positions.dividend] : undefined;
  const found = barsFromTable(single.table, { source, isCloseOnly, unusedDividends: unused });
  const told = repairs.map((made) => `${symbol}: ${repairText(made)}`);
  const remarks = [...found.warnings, ...doubts.warnings(symbol)];
  return { ...found, warnings: [...remarks, ...told], remarks, repairs };
}

/** One column per symbol: `columns: { close: "{symbol}" }`. */
function ofSymbol(columns: CsvSource["columns"], symbol: string): CsvSource["columns"] {
  return Object.fromEntries(
    Object.entries(columns).map(([field, header]) => [field, header.replaceAll("{symbol}", () => symbol)]),
  );
}

function named(name: string | undefined, { names, line }: RowSource, file: string): number | null {
  if (name === undefined) return null;
  const position = names.indexOf(name);
  if (position >= 0) return position;
  throw new AppError("DATASET_INVALID", `${file}:${line}: there is no column "${name}"`, {
    hint: suggestName(name, names, { always: headersTold(names) }),
  });
}

function onlySymbol(
  { symbolColumn }: DataReading,
  rows: RowSource,
  { symbol, file }: CsvSource,
): { readonly position: number; readonly symbol: string } | null {
  const position = named(symbolColumn, rows, file);
  return position === null ? null : { position, symbol };
}
