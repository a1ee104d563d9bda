import { calendarEnds } from "../../calendar/calendar-ends.ts";
import { isCalendarName } from "../../calendar/calendar-names.ts";
import { addDays, dayOf, midnightOf } from "../../calendar/days.ts";
import type { MarketCalendar, Session } from "../../calendar/market-calendar.ts";
import { openCalendar } from "../../calendar/open-calendar.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";
import { SESSION_COLUMNS } from "../../engine/frames/session-columns.ts";
import { formatTime } from "../bars/format-time.ts";
import { timeframeMs } from "../bars/timeframe.ts";
import { withColumns } from "../bars/with-columns.ts";

/** More than any exchange closes in a row. */
const LONGEST_CLOSURE_DAYS = 20;
/** The session of a moment is named by that day in UTC, or by one beside it. */
const NEAR_DAYS = 2;

/**
 * Puts beside each bar in which session of its market it lies, as `SESSION_COLUMNS` has it. A bar of a day is in the session of its day, a
 * shorter one in that which any of it overlaps; bars in none have NaN, which is a warning.
 *
 * @throws AppError CALENDAR_ENDS for bars of days that the calendar does not know; DATASET_INVALID when no bar is in a session
 */
export function withSessions(
  bars: readonly Bars[],
  { calendar, timeframe }: { readonly calendar?: string; readonly timeframe: string },
): { readonly bars: readonly Bars[]; readonly warnings: readonly string[] } {
  if (calendar === undefined) return { bars, warnings: [] };
  if (!isCalendarName(calendar)) throw new RangeError(`There is no calendar ${calendar}`);
  const market = openCalendar(calendar);
  const lengthMs = timeframeMs(timeframe);
  const warnings: string[] = [];
  const complete = bars.map((own) => {
    const columns = sessionsOf(own.time, lengthMs, market);
    const day = columns[SESSION_COLUMNS.day] ?? own.time;
    const outside = day.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
    if (outside === day.length) throw inNoSession(own, market);
    if (outside > 0) {
      const first = formatTime(own.time[day.findIndex(Number.isNaN)] ?? 0);
      warnings.push(
        `${own.symbol}: ${outside} of ${day.length} bars are in no session of ${calendar} (first ${first})`,
      );
    }
    return withColumns(own, { ...own, extra: { ...own.extra, ...columns } });
  });
  return { bars: complete, warnings };
}

type Columns = Readonly<Record<string, Float64Array>>;

function sessionsOf(time: Float64Array, lengthMs: number, market: MarketCalendar): Columns {
  const sessions = plannedSessions(dayOf(time[0] ?? 0), dayOf(time.at(-1) ?? 0), market);
  const column = (): Float64Array => new Float64Array(time.length).fill(Number.NaN);
  const [day, next, open, close, pause, resume] = [column(), column(), column(), column(), column(), column()];
  const isOver = lengthMs >= DAY_MS ? dayIsOver : hasClosed;
  let place = 0;
  for (let bar = 0; bar < time.length; bar++) {
    const start = time[bar] ?? Number.NaN;
    while (place < sessions.length - 1 && isOver(sessions[place], start)) place++;
    const session = sessions[place];
    if (session === undefined || !isWithin(session, start, lengthMs)) continue;
    const following = sessions[place + 1];
    day[bar] = midnightOf(session.day) / DAY_MS;
    if (following !== undefined) next[bar] = midnightOf(following.day) / DAY_MS;
    open[bar] = session.open;
    close[bar] = session.close;
    const [rest] = session.breaks;
    if (rest === undefined) continue;
    pause[bar] = rest.from;
    resume[bar] = rest.to;
  }
  return {
    [SESSION_COLUMNS.day]: day,
    [SESSION_COLUMNS.next]: next,
    [SESSION_COLUMNS.open]: open,
    [SESSION_COLUMNS.close]: close,
    ...(market.hasBreaks && { [SESSION_COLUMNS.pause]: pause, [SESSION_COLUMNS.resume]: resume }),
  };
}

/** Those of the bars, and the one after them where it is known. */
function plannedSessions(first: string, last: string, market: MarketCalendar): readonly Session[] {
  const { coversFrom, coversUntil } = market;
  for (const day of [first, last]) {
    if (day < coversFrom || (coversUntil !== null && day > coversUntil)) throw calendarEnds(market, day);
  }
  const from = addDays(first, -NEAR_DAYS);
  const until = addDays(last, NEAR_DAYS + LONGEST_CLOSURE_DAYS);
  return market.sessions(
    from < coversFrom ? coversFrom : from,
    coversUntil !== null && until > coversUntil ? coversUntil : until,
  );
}

function hasClosed(session: Session | undefined, start: number): boolean {
  return session !== undefined && session.close <= start;
}

function dayIsOver(session: Session | undefined, start: number): boolean {
  return session !== undefined && midnightOf(session.day) < start;
}

function isWithin({ day, open, close, breaks }: Session, start: number, lengthMs: number): boolean {
  if (lengthMs >= DAY_MS) return midnightOf(day) === start;
  const end = start + lengthMs;
  return start < close && end > open && !breaks.some(({ from, to }) => start >= from && end <= to);
}

function inNoSession({ symbol, time }: Bars, { name, timezone }: MarketCalendar): AppError {
  const [first, last] = [formatTime(time[0] ?? 0), formatTime(time.at(-1) ?? 0)];
  return new AppError(
    "DATASET_INVALID",
    `${symbol}: no bar from ${first} to ${last} (UTC) is in a session of ${name}`,
    {
      hint: `Are the times those of another zone? ${name} trades by ${timezone}: say under data which timezone the file has.`,
      details: { symbol, calendar: name, key: "calendar" },
    },
  );
}
