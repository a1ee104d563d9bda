import { DAY_MS } from "../core/time/calendar-year.ts";

/** The day of a moment in milliseconds, as if it were UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Midnight of a day `YYYY-MM-DD` in milliseconds, as if it were UTC. */
export function midnightOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function addDays(day: string, days: number): string {
  return dayOf(midnightOf(day) + days * DAY_MS);
}

/** Both included. */
export function* daysFrom(first: string, last: string): Generator<string, void, undefined> {
  for (let day = first; day <= last; day = addDays(day, 1)) yield day;
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(day: string): number {
  return new Date(midnightOf(day)).getUTCDay() || 7;
}
