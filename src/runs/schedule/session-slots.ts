import { addDays, dayOf, midnightOf } from "../../calendar/days.ts";
import type { MarketCalendar, Session } from "../../calendar/market-calendar.ts";
import { openCalendar } from "../../calendar/open-calendar.ts";
import { fromLocal } from "../../core/time/trading-session.ts";
import type { SessionMoment, SessionScheduleSpec } from "../../factory/dag-spec.ts";

export interface SessionSlot {
  /** Milliseconds UTC. */
  readonly at: number;
  /** Null of the slot that stands for all that the calendar does not know any more. */
  readonly session: Session | null;
}

/** A moment is at most a week and a day away from the midnight of its session. */
const REACH_DAYS = 9;
const MINUTE_MS = 60_000;

/**
 * Slots after a moment (milliseconds UTC), one per session that has such a moment; the last one comes when the calendar's
 * days have gone by, and says so.
 */
export function* sessionSlots(schedule: SessionScheduleSpec, after: number): Generator<SessionSlot, void, undefined> {
  const calendar = openCalendar(schedule.calendar);
  const toUtc = fromLocal(schedule.timezone);
  const known = addDays(dayOf(after), -REACH_DAYS);
  const last = calendar.coversUntil;
  const isKnown = (day: string): boolean => last === null || day <= last;
  let latest = after;
  const first = known < calendar.coversFrom ? calendar.coversFrom : known;
  for (let day = first; isKnown(day); day = addDays(day, 1)) {
    const session = calendar.session(day);
    const at = session === null ? null : momentOf(session, schedule.at, toUtc);
    if (at !== null && at > latest) {
      latest = at;
      yield { at, session };
    }
  }
  if (last === null) return;
  const end = Math.max(toUtc(midnightOf(addDays(last, 1))), latestMoment(calendar, last, schedule) + MINUTE_MS);
  if (end > after) yield { at: end, session: null };
}

function momentOf(session: Session, at: SessionMoment, toUtc: (local: number) => number): number | null {
  if (at.kind === "clock") return toUtc(midnightOf(session.day) + at.minutes * MINUTE_MS);
  const anchor = anchorOf(session, at.anchor);
  return anchor === null ? null : anchor + at.offsetMs;
}

/** Null of a break where the session has none. Of several breaks the first. */
function anchorOf(
  { open, close, breaks: [first] }: Session,
  anchor: Extract<SessionMoment, { kind: "anchor" }>["anchor"],
): number | null {
  switch (anchor) {
    case "open":
      return open;
    case "close":
      return close;
    case "break_start":
      return first?.from ?? null;
    case "break_end":
      return first?.to ?? null;
  }
}

/** Of the last session that is known: the slot of the end comes after it. */
function latestMoment(calendar: MarketCalendar, last: string, { at, timezone }: SessionScheduleSpec): number {
  const sessions = calendar.sessions(addDays(last, -REACH_DAYS), last);
  const moments = sessions.map((session) => momentOf(session, at, fromLocal(timezone)) ?? 0);
  return Math.max(...moments);
}
