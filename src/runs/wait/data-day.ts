import { addDays, dayOf } from "../../calendar/days.ts";
import type { CalendarName } from "../../calendar/calendar-names.ts";
import type { MarketCalendar } from "../../calendar/market-calendar.ts";
import { openCalendar } from "../../calendar/open-calendar.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { zoneOffsets } from "../../core/time/zone-offsets.ts";
import {
  callbacksBeforeData,
  type DagSpec,
  type ScheduleSpec,
  WAIT_NAMES,
  type WaitForSpec,
} from "../../factory/dag-spec.ts";
import { WAIT_FOR_PLAN, type Wait } from "../../store/run/waits.ts";
import { LONG_BARS_MS, timeframeMs } from "../../data/bars/timeframe.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { barSpan, monthsLater } from "../../core/time/bar-span.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { tradingDays } from "../../core/time/trading-session.ts";
import { requestsOf } from "./waited-data.ts";
import { slotAt } from "../schedule/slots.ts";

/** What of a DAG says when its runs are planned, and on data of which day. */
export type WaitingSpec = Pick<DagSpec, "schedule" | "before" | "backtests"> & {
  readonly waitFor?: WaitForSpec | undefined;
};

/**
 * What a run waits for; null when its DAG waits for nothing. One whose prices are fetched first waits for its plan.
 *
 * @throws AppError CALENDAR_ENDS when it depends on a session that is not known
 */
export function waitOf(spec: WaitingSpec, logicalDate: Date): Wait | null {
  const { waitFor } = spec;
  if (waitFor === undefined) return callbacksBeforeData(spec) > 0 ? WAIT_FOR_PLAN : null;
  const { dataset, timeoutMs } = waitFor;
  return { dataset, through: throughDay(waitFor, spec, logicalDate), timeoutMs, missing: null };
}

function throughDay(waitFor: WaitForSpec, spec: WaitingSpec, logicalDate: Date): string {
  const { through } = waitFor;
  const name = WAIT_NAMES.find((each) => each === /^\s*\{\{\s*(\w+)\s*\}\}\s*$/.exec(through)?.[1]);
  const { schedule } = spec;
  switch (name) {
    case undefined:
      return through;
    case "ds":
      return dayOfRun(schedule, logicalDate);
    case "last_session": {
      const market = marketOf(schedule);
      return market === null ? through : lastSession(openCalendar(market), logicalDate);
    }
    case "last_bar":
      return dayOfLastBar(requestsOf(spec, waitFor), logicalDate);
  }
}

/** The day of the last bar that was over by a moment, of markets that never close; of several lengths of bars the earliest. */
function dayOfLastBar(requests: readonly DataSpec[], moment: Date): string {
  const days = requests.map(({ timeframe, session }) => {
    const barMs = timeframeMs(timeframe);
    const isIntraday = barMs < DAY_MS;
    const dayNumber = tradingDays(isIntraday ? session : undefined);
    // Weeks and months begin on any day: the last one that is over began within two of them, and only the one before did not.
    if (barMs >= LONG_BARS_MS) return addDays(dayOf(twoBarsBefore(moment.getTime(), timeframe)), 1);
    const begin = Math.floor(moment.getTime() / barMs) * barMs - barMs;
    return dayOf(isIntraday ? dayNumber(begin) * DAY_MS : begin);
  });
  return days.toSorted()[0] ?? dayOf(moment.getTime() - DAY_MS);
}

function twoBarsBefore(moment: number, timeframe: string): number {
  const { months = null, ms = timeframeMs(timeframe) } = barSpan(timeframe) ?? {};
  return months === null ? moment - 2 * ms : monthsLater(moment, -2 * months);
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
export function dataThrough(spec: WaitingSpec, logicalDate: Date): string | null {
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
