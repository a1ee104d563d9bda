import { DAY_MS } from "../../core/time/calendar-year.ts";
import { midnightUtc } from "../csv/time/parse-time.ts";

const WEEK_DAYS = 7;

/**
 * Midnight UTC of a day of a week of ISO 8601: weeks begin on Mondays, and week 1 is that of January 4.
 *
 * @param day 1 (Monday) … 7
 * @returns NaN for a week that the year does not have, and for what is no day of a week
 */
export function dayOfIsoWeek(year: number, week: number, day: number): number {
  if (!(week >= 1 && day >= 1 && day <= WEEK_DAYS)) return Number.NaN;
  const monday = mondayOfFirst(year) + (week - 1) * WEEK_DAYS * DAY_MS;
  return monday < mondayOfFirst(year + 1) ? monday + (day - 1) * DAY_MS : Number.NaN;
}

function mondayOfFirst(year: number): number {
  const fourth = midnightUtc(year, 1, 4);
  // 0 on Mondays; the first day of 1970 was a Thursday.
  const weekday = (((fourth / DAY_MS + 3) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;
  return fourth - weekday * DAY_MS;
}
