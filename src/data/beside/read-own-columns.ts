import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { OwnColumnSpec } from "../../core/spec/beside-spec.ts";
import type { Bars } from "../../engine/bars.ts";
import { timeframeMs } from "../bars/timeframe.ts";
import { findColumns } from "../csv/csv-columns.ts";
import type { CsvSource } from "../csv/csv-source.ts";
import { TableProblems } from "../csv/table-problems.ts";
import { timeReader } from "../files/date-format.ts";
import { openRows } from "../files/open-rows.ts";
import { readNumber } from "../files/read-number.ts";
import { isEmptyCell } from "../files/row-source.ts";
import { readDataFile } from "../formats/read-data-file.ts";
import { positionOf } from "./named-columns.ts";

/**
 * Own columns of a file of bars, each value known at the close of the bar in whose row it stands. An empty cell is NaN: the
 * value before it is not carried on.
 *
 * @param bars those of the file, as they were read: rows that were dropped from them are dropped here
 * @throws AppError DATASET_INVALID with file, line and value
 */
export async function readOwnColumns(
  columns: readonly OwnColumnSpec[],
  source: CsvSource,
  { time }: Pick<Bars, "time">,
): Promise<Readonly<Record<string, Float64Array>>> {
  const { file, symbol, session, reading = {} } = source;
  const isDaily = timeframeMs(source.timeframe) >= DAY_MS;
  const rows = await openRows(await readDataFile(file), reading, file);
  const named = Object.fromEntries(
    Object.entries(source.columns).map(([field, header]) => [field, header.replaceAll("{symbol}", () => symbol)]),
  );
  const { positions } = findColumns(rows, {
    file,
    columns: named,
    needsAdjusted: source.adjusted,
    isIntraday: !isDaily,
  });
  const at = (header: string): number => positionOf(header, rows, { file, key: "extra" });
  const timeAt = positions.time ?? 0;
  const clockAt = reading.timeOfDay === undefined ? null : at(reading.timeOfDay);
  const symbolAt = reading.symbolColumn === undefined ? null : at(reading.symbolColumn);
  const readTime = timeReader(reading.dateFormat, { isDaily, session });
  const targets = columns.map(({ name, header }) => ({
    name,
    position: at(header.replaceAll("{symbol}", () => symbol)),
    values: new Float64Array(time.length).fill(Number.NaN),
  }));
  const barAt = new Map(Array.from(time, (start, bar) => [start, bar]));
  const problems = new TableProblems(file);
  const wanted = [timeAt, clockAt ?? timeAt, symbolAt ?? timeAt, ...targets.map(({ position }) => position)];
  rows.eachRow(wanted, (cells, line) => {
    if (symbolAt !== null && String(cells[symbolAt]) !== symbol) return;
    const written = clockAt === null ? (cells[timeAt] ?? "") : `${cells[timeAt]} ${cells[clockAt]}`;
    const start = readTime(written);
    const bar = barAt.get(isDaily ? Math.floor(start / DAY_MS) * DAY_MS : start);
    if (bar === undefined) return;
    for (const { name, position, values } of targets) {
      const cell = cells[position];
      if (isEmptyCell(cell)) continue;
      const value = readNumber(cell ?? "", reading.decimal);
      if (Number.isFinite(value)) values[bar] = value;
      else problems.add(line, `${name} is "${cell}", not a number`, "Write numbers, or leave the cell empty.");
    }
  });
  problems.throwIfAny();
  return Object.fromEntries(targets.map(({ name, values }) => [name, values]));
}
