import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { DayPeriod } from "../../executors/cell-periods.ts";
import type { Bars } from "../../engine/bars.ts";
import { alignBars } from "../../engine/panel/panel.ts";
import type { WindowPair } from "../../analytics/walk-forward/windows.ts";
import { marketOf } from "../market/market-of.ts";
import type { Sweep } from "../sweep/open-sweep.ts";

/** When the bars of a sweep begin: those of several symbols are traded on the union of their times. */
export function timeLineOf(bars: readonly Bars[]): Float64Array {
  const [first] = bars;
  return first === undefined || bars.length > 1 ? alignBars(bars).time : first.time;
}

/**
 * What the windows of a sweep are counted on: its bars, or the days of the calendar where its data are its own affair.
 *
 * @throws AppError DATES_INVALID where these days are not known; BARS_NOT_KNOWN where there are neither
 */
export function sweepTimeLine({ backtest, prepared }: Pick<Sweep, "backtest" | "prepared">): Float64Array {
  if (prepared.periods === undefined) return timeLineOf(marketOf({ backtest, prepared }).bars);
  const { startDate, endDate } = prepared.periods.days;
  if (startDate === null || endDate === null) {
    throw new AppError("DATES_INVALID", `walk_forward of ${backtest.name} needs the days that it is about`, {
      hint: "Write start_date and end_date, or lookback.",
    });
  }
  const first = Date.parse(startDate);
  const days = Math.max(0, Math.round((Date.parse(endDate) - first) / DAY_MS) + 1);
  return Float64Array.from({ length: days }, (_, day) => first + day * DAY_MS);
}

/** The days of a part of such a line. */
export function periodOf({ from, to }: WindowPair["inSample"], line: Float64Array): DayPeriod {
  return { startDate: dayOf(line[from]), endDate: dayOf(line[to - 1]) };
}

function dayOf(timeMs: number | undefined): string {
  return new Date(timeMs ?? 0).toISOString().slice(0, 10);
}
