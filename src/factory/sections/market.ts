import type { CalendarName } from "../../calendar/calendar-names.ts";
import { addDays, dayOf } from "../../calendar/days.ts";
import { openCalendar } from "../../calendar/open-calendar.ts";
import { reportAt, type Section } from "./section.ts";

const WARN_DAYS = 90;

/** Says that a calendar ends soon, or has ended; false when it has. */
export function checkCalendarEnd(section: Section, name: CalendarName): boolean {
  const { coversUntil } = openCalendar(name);
  if (coversUntil === null) return true;
  const today = dayOf(section.deps.now().getTime());
  if (today <= addDays(coversUntil, -WARN_DAYS)) return true;
  const hasEnded = today > coversUntil;
  reportAt(section, ["calendar"], {
    code: "CALENDAR_ENDS",
    severity: hasEnded ? "error" : "warning",
    message: `The calendar ${name} ${hasEnded ? "ended" : "ends"} on ${coversUntil}: no slot after that day is known.`,
    hint: "Exchanges announce their days a year or so ahead: install a newer Nightgrid, or write a plain cron.",
  });
  return !hasEnded;
}
