import { readFileSync } from "node:fs";
import type { CalendarName } from "./calendar-names.ts";

/** What `calendars/<mic>.json` holds; where it is from stands in `calendars/README.md`. */
export interface CalendarFacts {
  readonly name: string;
  /** IANA zone of all times here. */
  readonly zone: string;
  /** First and last day that are known, `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
  /** The session of a day begins in the evening before (futures). */
  readonly opensDayBefore: boolean;
  /** The usual hours since a day, the oldest first: `09:00-11:30 12:30-15:00` has a break. */
  readonly hours: readonly { readonly since: string; readonly spans: string }[];
  /** Days from Monday to Friday without a session. */
  readonly closed: DaysByYear;
  /** Sessions on Saturdays and Sundays. */
  readonly extra: DaysByYear;
  /** Sessions with other hours, by these hours. */
  readonly irregular: Readonly<Record<string, DaysByYear>>;
}

/** Year → days of it: `{ "2026": "0101 1225" }`. */
export type DaysByYear = Readonly<Record<string, string>>;

export function readCalendarFacts(name: Exclude<CalendarName, "24/7">): CalendarFacts {
  const file = new URL(`../../calendars/${name.toLowerCase()}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as CalendarFacts;
}
