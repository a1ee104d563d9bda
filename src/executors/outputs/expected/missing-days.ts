import { openCalendar } from "../../../calendar/open-calendar.ts";
import type { CalendarName } from "../../../calendar/calendar-names.ts";
import { dayOf, weekdayOf } from "../../../calendar/days.ts";
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
  isTrading(day: string): boolean;
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
    if (isCovered) return { calendar, tolerance: 0, isTrading: (day) => market.isSession(day) };
  }
  return { calendar: null, tolerance: WEEKDAY_TOLERANCE, isTrading: (day) => weekdayOf(day) <= 5 };
}

/** Every run between two days that are there. @param days since 1970-01-01, ascending */
export function missingRuns(days: Float64Array, trading: TradingDays): readonly MissingRun[] {
  const runs: MissingRun[] = [];
  for (let at = 1; at < days.length; at++) {
    const from = (days[at - 1] ?? 0) + 1;
    const to = days[at] ?? 0;
    const missing: string[] = [];
    for (let day = from; day < to; day++) {
      const text = dayText(day);
      if (trading.isTrading(text)) missing.push(text);
    }
    const [first] = missing;
    if (first !== undefined) runs.push({ first, last: missing.at(-1) ?? first, days: missing.length });
  }
  return runs;
}

/** @param day since 1970-01-01 */
export function dayText(day: number): string {
  return dayOf(day * DAY_MS);
}
