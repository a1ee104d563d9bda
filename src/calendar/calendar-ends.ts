import { AppError } from "../core/errors/app-error.ts";
import type { MarketCalendar } from "./market-calendar.ts";

/** That a day is not among those that a calendar knows. */
export function calendarEnds(
  { name, coversFrom, coversUntil }: Pick<MarketCalendar, "name" | "coversFrom" | "coversUntil">,
  day: string,
): AppError {
  const details = { calendar: name, from: coversFrom, until: coversUntil };
  if (day < coversFrom) {
    const message = `The calendar ${name} begins on ${coversFrom}: what was on ${day} is not known`;
    return new AppError("CALENDAR_ENDS", message, { hint: "Ask for later days.", details });
  }
  return new AppError(
    "CALENDAR_ENDS",
    `The calendar ${name} ends on ${coversUntil}: what comes on ${day} is not known`,
    {
      hint: "Exchanges announce their days a year or so ahead: install a newer Nightgrid, or write a plain cron.",
      details,
    },
  );
}
