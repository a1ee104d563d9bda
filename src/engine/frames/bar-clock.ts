import { barSpan, type BarSpan } from "../../core/time/bar-span.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { fromLocal, type TradingSession, tradingDays } from "../../core/time/trading-session.ts";
import type { Bars } from "../bars.ts";
import { type SessionTimes, sessionTimesOf } from "./session-columns.ts";

/** How bars lie in time, as far as the data say. */
export interface BarRhythm {
  /** Length of a bar, such as `5m`, `1d`, `1M`. Absent: not known, and a bar is over when the next one begins. */
  readonly timeframe?: string;
  /** Which trading day an intraday bar belongs to, where there is no calendar; absent: that of UTC. */
  readonly session?: TradingSession;
}

/** As the settings of a backtest say it. */
export function rhythmOf({ timeframe, session }: BarRhythm): BarRhythm {
  return { ...(timeframe !== undefined && { timeframe }), ...(session && { session }) };
}

/**
 * Where each bar lies among days. All of it is known when the bar is over, whatever comes after it: opening and closing times are
 * those that were planned. One value per bar; milliseconds UTC, days since 1970-01-01; NaN in `day` for a bar in no session.
 */
export interface BarClock extends SessionTimes {
  readonly start: Float64Array;
  /** When the bar is over; the close where it would end after that. */
  readonly end: Float64Array;
  /** Whether days are sessions of a market, or days of a clock. */
  readonly hasCalendar: boolean;
}

export function barClock(bars: Bars, { timeframe, session }: BarRhythm): BarClock {
  const { time: start } = bars;
  const span = timeframe === undefined ? null : barSpan(timeframe);
  const times = sessionTimesOf(bars);
  if (times !== null) {
    return { ...times, start, end: endsWithin(start, times, span), hasCalendar: true };
  }
  if (span !== null && span.ms >= DAY_MS) return longBars(start, span);
  return { ...daysOfClock(start, session), start, end: start.map((at) => at + (span?.ms ?? 0)), hasCalendar: false };
}

function endsWithin(start: Float64Array, { day, close }: SessionTimes, span: BarSpan | null): Float64Array {
  if (span !== null && span.ms >= DAY_MS) return close;
  const ms = span?.ms ?? 0;
  return start.map((at, bar) => {
    const closesAt = close[bar] ?? Number.NaN;
    return !Number.isNaN(day[bar]) && at + ms > closesAt ? closesAt : at + ms;
  });
}

/** Bars of a day and longer: their days are as they are written, whatever the zone. */
function longBars(start: Float64Array, span: BarSpan): BarClock {
  const end = start.map(span.endOf);
  return {
    start,
    end,
    day: start.map((at) => Math.floor(at / DAY_MS)),
    next: end.map((at) => Math.floor(at / DAY_MS)),
    open: start,
    close: end,
    hasCalendar: false,
  };
}

/** Days from midnight to midnight, or to the hour at which a trading day ends. */
function daysOfClock(start: Float64Array, session: TradingSession | undefined): SessionTimes {
  const dayOf = tradingDays(session);
  const toUtc = session === undefined ? null : fromLocal(session.timezone);
  const endOf = (day: number): number =>
    toUtc === null || session === undefined ? (day + 1) * DAY_MS : toUtc(day * DAY_MS + session.endMinutes * 60_000);
  const [day, next, open, close] = [0, 0, 0, 0].map(() => new Float64Array(start.length)) as FourColumns;
  let last = Number.NaN;
  let [opensAt, closesAt] = [0, 0];
  for (let bar = 0; bar < start.length; bar++) {
    const at = start[bar] ?? Number.NaN;
    // Most bars lie in the day of the one before.
    const today = at >= opensAt && at < closesAt ? last : dayOf(at);
    if (today !== last) {
      last = today;
      opensAt = endOf(today - 1);
      closesAt = endOf(today);
    }
    day[bar] = today;
    next[bar] = today + 1;
    open[bar] = opensAt;
    close[bar] = closesAt;
  }
  return { day, next, open, close };
}

type FourColumns = [Float64Array, Float64Array, Float64Array, Float64Array];
