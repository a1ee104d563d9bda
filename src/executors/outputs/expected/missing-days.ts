import { openCalendar } from "../../../calendar/open-calendar.ts";
import type { CalendarName } from "../../../calendar/calendar-names.ts";
import { dayOf } from "../../../calendar/days.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";

/** Weekdays in a row that may be missing where no calendar says which of them are holidays: as many as a week of them (Golden Week, Lunar New Year). */
export const WEEKDAY_TOLERANCE = 5;

/** Trading days in a row that have no row. */
export interface MissingRun {
  /** `YYYY-MM-DD`, both trading days. */
  readonly first: string;
  readonly last: string;
  readonly days: number;
}

/** Says which days are trading days, as far as it is known. */
export interface TradingDays {
  /** What decides: a calendar, or weekdays. */
  readonly calendar: CalendarName | null;
  /** Runs of at most so many are let through unless a rule says otherwise. */
  readonly tolerance: number;
  /** @param day since 1970-01-01 */
  isTrading(this: void, day: number): boolean;
}

/**
 * By a market calendar, when one is given and knows all the days; else by weekdays.
 *
 * @param days first and last, `YYYY-MM-DD`
 */
export function tradingDaysOf(calendar: CalendarName | null, [first, last]: readonly [string, string]): TradingDays {
  if (calendar !== null) {
    const market = openCalendar(calendar);
    const isCovered = market.coversFrom <= first && (market.coversUntil === null || last <= market.coversUntil);
    const isTrading = calendar === "24/7" ? () => true : (day: number) => market.isSession(dayText(day));
    if (isCovered) return { calendar, tolerance: 0, isTrading };
  }
  return { calendar: null, tolerance: WEEKDAY_TOLERANCE, isTrading: isWeekday };
}

/** Every run between two days that are there. A gap may be of centuries: days are numbers until they are shown. @param days since 1970-01-01, ascending */
export function missingRuns(days: Float64Array, { isTrading }: TradingDays): readonly MissingRun[] {
  const runs: MissingRun[] = [];
  for (let at = 1; at < days.length; at++) {
    const to = days[at] ?? 0;
    let first = Number.NaN;
    let last = Number.NaN;
    let count = 0;
    for (let day = (days[at - 1] ?? 0) + 1; day < to; day++) {
      if (!isTrading(day)) continue;
      if (count === 0) first = day;
      last = day;
      count++;
    }
    if (count > 0) runs.push({ first: dayText(first), last: dayText(last), days: count });
  }
  return runs;
}

/** Day 0 was a Thursday. */
function isWeekday(day: number): boolean {
  const fromMonday = (((day + 3) % 7) + 7) % 7;
  return fromMonday < 5;
}

/** @param day since 1970-01-01 */
export function dayText(day: number): string {
  return dayOf(day * DAY_MS);
}
