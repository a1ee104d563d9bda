import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { DataReading, FileFormat } from "../../core/spec/data-reading.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import { timeReader } from "../files/date-format.ts";
import type { Cell } from "../files/row-source.ts";
import { dayEnds } from "./bar-ends.ts";

const DATE_ALONE = /^\d{4}([-/]?)\d{2}\1\d{2}$/;
/** How a date of a Parquet file is shown, and a day that a file of columns has as a moment. */
const MIDNIGHT = /T00:00:00\.000Z?$/;
const IN_COLUMNS: ReadonlySet<FileFormat | undefined> = new Set(["parquet", "arrow"]);

/** Milliseconds UTC; NaN for what is no date or time. */
export type ReadMoment = (cell: Cell) => number;

/**
 * Reads the moment at which something became known. A date alone says that it was known by the end of that day, not when:
 * it counts from that end on, so that no bar within the day sees it.
 */
export function momentReader(reading: DataReading, session?: TradingSession): ReadMoment {
  const { dateFormat, format } = reading;
  const asDay = timeReader(dateFormat, { isDaily: true });
  const asMoment = timeReader(dateFormat, { isDaily: false, session });
  const endOf = dayEnds(session);
  const isDate = (text: string): boolean => {
    if (dateFormat !== undefined && dateFormat !== "epoch") return !dateFormat.includes("H");
    return DATE_ALONE.test(text) || (IN_COLUMNS.has(format) && MIDNIGHT.test(text));
  };
  return (cell) => (isDate(String(cell)) ? endOf(floorDay(asDay(cell))) : asMoment(cell));
}

function floorDay(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}
