import { barSpan } from "../../core/time/bar-span.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { fromLocal, type TradingSession } from "../../core/time/trading-session.ts";
import { timeframeMs } from "../bars/timeframe.ts";

/**
 * When each bar is over, milliseconds UTC: the moment at which a strategy decides. Of bars of a day or longer it is the end of
 * their last day, by the session where there is one.
 *
 * @param time start of each bar
 */
export function barEnds(time: Float64Array, timeframe: string, session?: TradingSession): Float64Array {
  const lengthMs = timeframeMs(timeframe);
  if (lengthMs < DAY_MS) return time.map((start) => start + lengthMs);
  const endOf = dayEnds(session);
  const last = barSpan(timeframe)?.endOf ?? ((start: number) => start + lengthMs);
  return time.map((start) => endOf(last(start) - DAY_MS));
}

/** The end of a day, given as its midnight UTC: that of UTC without a session. */
export function dayEnds(session?: TradingSession): (midnight: number) => number {
  if (session === undefined) return (midnight) => midnight + DAY_MS;
  const toUtc = fromLocal(session.timezone);
  return (midnight) => toUtc(midnight + session.endMinutes * 60_000);
}
