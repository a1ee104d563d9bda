import { AppError } from "../../../core/errors/app-error.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { timeframeMs } from "../../bars/timeframe.ts";
import { findColumns } from "../../csv/csv-columns.ts";
import { usedPositions, floorToDays } from "../../csv/read-csv-bars.ts";
import type { PriceTable } from "../../csv/price-table.ts";
import { checkTimeframe } from "../../csv/time/check-timeframe.ts";
import { timeReader } from "../../files/date-format.ts";
import type { RowSource } from "../../files/row-source.ts";
import { tableFromRows } from "../../files/table-from-rows.ts";
import type { BarsRequest, SourceBar } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import type { DeclaredRows } from "./declared-source.ts";

/**
 * Rows as a declaration says how they are meant: the same keys, usual headers and ways of writing dates and numbers as for files.
 * A volume that is not there is 0.
 *
 * @returns in the order of the rows, not checked against each other
 * @throws AppError SOURCE_ANSWER_INVALID naming the row and what is wrong with it
 */
export function barsOfRows(
  rows: RowSource,
  { name, columns, reading, session }: Pick<DeclaredRows, "name" | "columns" | "reading" | "session">,
  { instrument, timeframe }: Pick<BarsRequest, "instrument" | "timeframe">,
): readonly SourceBar[] {
  const isDaily = timeframeMs(timeframe) >= DAY_MS;
  return ofSource(name, () => {
    const file = instrument;
    const { positions } = findColumns(rows, { file, columns, needsAdjusted: false, isIntraday: !isDaily });
    const { table } = tableFromRows(rows, {
      positions: { ...usedPositions(positions, false), dividend: null, split: null },
      timeOfDay: positionOf(reading.timeOfDay, rows, file),
      only: onlyOf(reading.symbolColumn, { rows, instrument }),
      reading,
      readTime: timeReader(reading.dateFormat, { isDaily, ...(session && { session }) }),
      file,
    });
    checkTimeframe(table.time, { file, timeframe });
    if (isDaily) floorToDays(table.time);
    return barsOf(table);
  });
}

function barsOf({ rows, time, open, high, low, close, volume }: PriceTable): readonly SourceBar[] {
  return Array.from({ length: rows }, (_, row) => ({
    time: at(time, row),
    open: at(open, row),
    high: at(high, row),
    low: at(low, row),
    close: at(close, row),
    volume: at(volume, row),
  }));
}

function at(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN;
}

function onlyOf(
  column: string | undefined,
  { rows, instrument }: { readonly rows: RowSource; readonly instrument: string },
): { readonly position: number; readonly symbol: string } | null {
  const position = positionOf(column, rows, instrument);
  return position === null ? null : { position, symbol: instrument };
}

function positionOf(column: string | undefined, { names }: RowSource, file: string): number | null {
  if (column === undefined) return null;
  const position = names.indexOf(column);
  if (position >= 0) return position;
  throw new AppError("DATASET_INVALID", `${file}: there is no column "${column}"`, {
    hint: `Its columns are ${names.join(", ")}.`,
  });
}

/** What is said of a file when its rows cannot be read is said of an answer in the same words. */
export function ofSource<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code.startsWith("SOURCE_")) throw error;
    throw invalidAnswer(source, error.message, error.hint?.replaceAll("under data", "in its declaration"));
  }
}
