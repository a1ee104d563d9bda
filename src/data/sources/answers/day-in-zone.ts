import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { isTimezone, tradingDays } from "../../../core/time/trading-session.ts";

const MIDNIGHT_MINUTES = 1440;

/**
 * Midnight UTC of the day that it is in a zone, for sources that write a daily bar at the beginning of its day there. The function
 * keeps what it has learnt of the zone: make one per answer.
 *
 * @param timezone IANA name; null when it is none
 */
export function dayInZone(timezone: string): ((time: number) => number) | null {
  if (!isTimezone(timezone)) return null;
  const dayOf = tradingDays({ timezone, endMinutes: MIDNIGHT_MINUTES });
  // Outside of it there are no dates to ask a zone for.
  return (time) => (Math.abs(time) < LARGEST_TIME ? dayOf(time) * DAY_MS : Number.NaN);
}

const LARGEST_TIME = 8e15;

export const NEW_YORK = "America/New_York";
