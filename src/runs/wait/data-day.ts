import { addDays, dayOf } from "../../calendar/days.ts";
import type { CalendarName } from "../../calendar/calendar-names.ts";
import type { MarketCalendar } from "../../calendar/market-calendar.ts";
import { openCalendar } from "../../calendar/open-calendar.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { zoneOffsets } from "../../core/time/zone-offsets.ts";
import type { DagSpec, ScheduleSpec, WaitForSpec } from "../../factory/dag-spec.ts";
import type { Wait } from "../../store/run/waits.ts";
import { slotAt } from "../schedule/slots.ts";

/**
 * What a run waits for; null when its DAG waits for nothing.
 *
 * @throws AppError CALENDAR_ENDS when it depends on a session that is not known
 */
export function waitOf({ schedule, waitFor }: Pick<DagSpec, "schedule" | "waitFor">, logicalDate: Date): Wait | null {
  if (waitFor === undefined) return null;
  const { dataset, timeoutMs } = waitFor;
  return { dataset, through: throughDay(waitFor, schedule, logicalDate), timeoutMs, missing: null };
}

function throughDay({ through }: WaitForSpec, schedule: ScheduleSpec | null, logicalDate: Date): string {
  const name = /\w+/.exec(through)?.[0];
  if (name === "ds") return dayOfRun(schedule, logicalDate);
  const market = marketOf(schedule);
  if (name === "last_session" && market !== null) return lastSession(openCalendar(market), logicalDate);
  return through;
}

/** The day of a run: that of its session; of a cron the day of its slot in the schedule's zone. */
function dayOfRun(schedule: ScheduleSpec | null, logicalDate: Date): string {
  if (schedule === null) return dayOf(logicalDate.getTime());
  const session = "calendar" in schedule ? (slotAt(schedule, logicalDate)?.session ?? null) : null;
  return session ?? dayIn(schedule.timezone, logicalDate);
}

function dayIn(timezone: string, moment: Date): string {
  return dayOf(moment.getTime() + zoneOffsets(timezone)(moment.getTime()));
}

function marketOf(schedule: ScheduleSpec | null): CalendarName | null {
  if (schedule === null) return null;
  return "calendar" in schedule ? schedule.calendar : (schedule.holidaysOf ?? null);
}

/** Closures in a row are far fewer. */
const LONGEST_CLOSURE_DAYS = 31;

/** The last session that had closed by a moment. @throws AppError CALENDAR_ENDS */
function lastSession(calendar: MarketCalendar, moment: Date): string {
  const today = dayIn(calendar.timezone, moment);
  for (let back = 0; back < LONGEST_CLOSURE_DAYS; back++) {
    const session = calendar.session(addDays(today, -back));
    if (session !== null && session.close <= moment.getTime()) return session.day;
  }
  throw new RangeError(`${calendar.name} had no session in the month before ${moment.toISOString()}`);
}

/**
 * The last day whose data a run may use, although it need not be over by the clock: its session has closed, or the run has
 * waited for its data. Null when it is up to the clock alone, and where the calendar does not reach.
 */
export function dataThrough(spec: Pick<DagSpec, "schedule" | "waitFor">, logicalDate: Date): string | null {
  const market = marketOf(spec.schedule);
  const days = [
    orNull(() => waitOf(spec, logicalDate)?.through ?? null),
    market === null ? null : orNull(() => lastSession(openCalendar(market), logicalDate)),
  ];
  return (
    days
      .filter((day) => day !== null)
      .toSorted()
      .at(-1) ?? null
  );
}

function orNull(day: () => string | null): string | null {
  try {
    return day();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
