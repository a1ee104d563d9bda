import { fromLocal } from "../core/time/trading-session.ts";
import { type CalendarFacts, type DaysByYear, readCalendarFacts } from "./calendar-facts.ts";
import type { CalendarName } from "./calendar-names.ts";
import { calendarEnds } from "./calendar-ends.ts";
import { addDays, daysFrom, midnightOf, weekdayOf } from "./days.ts";
import type { MarketCalendar, Session } from "./market-calendar.ts";

const opened = new Map<CalendarName, MarketCalendar>();

/** The calendar of that name; its facts are read once. */
export function openCalendar(name: CalendarName): MarketCalendar {
  const known = opened.get(name) ?? (name === "24/7" ? ALWAYS_OPEN : exchange(name, readCalendarFacts(name)));
  opened.set(name, known);
  return known;
}

const ALWAYS_OPEN: MarketCalendar = {
  name: "24/7",
  title: "Markets that never close",
  timezone: "UTC",
  coversFrom: "1970-01-01",
  coversUntil: null,
  hasBreaks: false,
  isSession: () => true,
  isHoliday: () => false,
  session: wholeDay,
  sessions: (from, to) => Array.from(daysFrom(from, to), wholeDay),
};

function wholeDay(day: string): Session {
  return { day, open: midnightOf(day), close: midnightOf(addDays(day, 1)), breaks: [], isEarlyClose: false };
}

function exchange(name: CalendarName, facts: CalendarFacts): MarketCalendar {
  const closed = new Set(daysIn(facts.closed));
  const extra = new Set(daysIn(facts.extra));
  const irregular = new Map(
    Object.entries(facts.irregular).flatMap(([spans, days]) => daysIn(days).map((day) => [day, spans] as const)),
  );
  const toUtc = fromLocal(facts.zone);
  const usualSpans = (day: string): string => facts.hours.findLast(({ since }) => since <= day)?.spans ?? "";

  const know = (day: string): void => {
    if (day < facts.from || day > facts.until)
      throw calendarEnds({ name, coversFrom: facts.from, coversUntil: facts.until }, day);
  };
  const isSession = (day: string): boolean => {
    know(day);
    return weekdayOf(day) <= 5 ? !closed.has(day) : extra.has(day);
  };
  const session = (day: string): Session | null => {
    if (!isSession(day)) return null;
    const usual = usualSpans(day);
    return sessionOf(day, { spans: irregular.get(day) ?? usual, usual, opensDayBefore: facts.opensDayBefore, toUtc });
  };
  return {
    name,
    title: facts.name,
    timezone: facts.zone,
    coversFrom: facts.from,
    coversUntil: facts.until,
    hasBreaks: facts.hours.at(-1)?.spans.includes(" ") === true,
    isSession,
    isHoliday: (day) => !isSession(day) && weekdayOf(day) <= 5,
    session,
    sessions(from, to) {
      know(from);
      know(to);
      return Array.from(daysFrom(from, to), session).filter((each) => each !== null);
    },
  };
}

function daysIn(byYear: DaysByYear): readonly string[] {
  return Object.entries(byYear).flatMap(([year, days]) =>
    days.split(" ").map((day) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`),
  );
}

interface SessionHours {
  readonly spans: string;
  readonly usual: string;
  readonly opensDayBefore: boolean;
  readonly toUtc: (local: number) => number;
}

function sessionOf(day: string, { spans, usual, opensDayBefore, toUtc }: SessionHours): Session {
  const clocks = spans.split(/[- ]/);
  const at = (clock: string, date: string): number => toUtc(midnightOf(date) + minutesOf(clock) * 60_000);
  const [first = "", ...inner] = clocks;
  const last = inner.pop() ?? "";
  const breaks = inner.flatMap((from, i) =>
    i % 2 === 0 ? [{ from: at(from, day), to: at(inner[i + 1] ?? "", day) }] : [],
  );
  return {
    day,
    open: at(first, opensDayBefore ? addDays(day, -1) : day),
    close: at(last, day),
    breaks,
    isEarlyClose: minutesOf(last) < minutesOf(usual.slice(-5)),
  };
}

/** `09:30` in minutes after midnight. */
function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
