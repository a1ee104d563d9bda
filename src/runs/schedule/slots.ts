import { calendarEnds } from "../../calendar/calendar-ends.ts";
import { dayOf } from "../../calendar/days.ts";
import { openCalendar } from "../../calendar/open-calendar.ts";
import type { CalendarName } from "../../calendar/calendar-names.ts";
import type { AppError } from "../../core/errors/app-error.ts";
import { zoneOffsets } from "../../core/time/zone-offsets.ts";
import type { ScheduleSpec } from "../../factory/dag-spec.ts";
import { type ClockMark, cronSlots } from "./cron-slots.ts";
import { sessionSlots } from "./session-slots.ts";

/** A moment at which a schedule is due, as it follows from the schedule alone. */
export interface Slot {
  readonly at: Date;
  readonly clock: ClockMark;
  /** The session that it belongs to, `YYYY-MM-DD`; null of a cron. */
  readonly session: string | null;
  /** That session closes sooner than usual. */
  readonly isEarlyClose: boolean;
  /** Why it is passed over; null when it is not. */
  readonly holiday: string | null;
  /** Why nothing can be said of it: the run of such a slot fails with it. */
  readonly problem: AppError | null;
}

/** Every slot after a moment, in order, holidays included. Of a calendar that has ended the last one has a problem. */
export function* slotsAfter(schedule: ScheduleSpec, after: Date): Generator<Slot, void, undefined> {
  const plain = { clock: null, session: null, isEarlyClose: false, holiday: null, problem: null };
  if ("calendar" in schedule) {
    for (const { at, session } of sessionSlots(schedule, after.getTime())) {
      const facts =
        session === null
          ? { problem: calendarEnds(openCalendar(schedule.calendar), dayOf(at)) }
          : { session: session.day, isEarlyClose: session.isEarlyClose };
      yield { ...plain, at: new Date(at), ...facts };
    }
    return;
  }
  const { holidaysOf } = schedule;
  const judge = holidaysOf === undefined ? null : holidayJudge(holidaysOf);
  for (const { at, clock } of cronSlots(schedule, after.getTime())) {
    yield { ...plain, at: new Date(at), clock, ...judge?.(at) };
  }
}

/** The next slots that are not passed over, at most `limit`. */
export function nextSlots(schedule: ScheduleSpec, after: Date, limit: number): readonly Slot[] {
  const slots: Slot[] = [];
  for (const slot of slotsAfter(schedule, after)) {
    if (slots.length >= limit) break;
    if (slot.problem !== null) break;
    if (slot.holiday === null) slots.push(slot);
  }
  return slots;
}

/** Why no more slots than those before it are known; null when the schedule just ends, or never does. */
export function endOfSlots(schedule: ScheduleSpec, after: Date): string | null {
  const market = "calendar" in schedule ? schedule.calendar : schedule.holidaysOf;
  const { coversUntil = null } = market === undefined ? {} : openCalendar(market);
  if (market === undefined || coversUntil === null) return null;
  for (const { problem } of slotsAfter(schedule, after)) {
    if (problem !== null) return `CALENDAR_ENDS: ${problem.message}`;
  }
  return `CALENDAR_ENDS: The calendar ${market} ended on ${coversUntil}: what comes after it is not known`;
}

/** What is known of a slot of the schedule; null when the schedule has none at that moment. */
export function slotAt(schedule: ScheduleSpec, at: Date): Slot | null {
  for (const slot of slotsAfter(schedule, new Date(at.getTime() - 1))) {
    return slot.at.getTime() === at.getTime() ? slot : null;
  }
  return null;
}

/** The day of a slot counts in the zone of the market: 07:00 on Tuesday in Tokyo is Monday in New York. */
function holidayJudge(name: CalendarName): (at: number) => Pick<Slot, "holiday" | "problem"> {
  const calendar = openCalendar(name);
  const offsetAt = zoneOffsets(calendar.timezone);
  return (at) => {
    const day = dayOf(at + offsetAt(at));
    const isKnown = day >= calendar.coversFrom && (calendar.coversUntil === null || day <= calendar.coversUntil);
    if (!isKnown) return { holiday: null, problem: calendarEnds(calendar, day) };
    return { holiday: calendar.isHoliday(day) ? `${name} is closed on ${day}` : null, problem: null };
  };
}
