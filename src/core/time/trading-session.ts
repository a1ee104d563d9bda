import { DAY_MS } from "./calendar-year.ts";
import { zoneOffsets } from "./zone-offsets.ts";

const MINUTE_MS = 60_000;

/** Where, and until when, a trading day lasts. Without one a day is a day of UTC. */
export interface TradingSession {
  /** IANA name, such as America/New_York. */
  readonly timezone: string;
  /** Minutes after midnight there at which a day ends and the next begins, 1…1440: 1020 is 17:00, 1440 midnight. */
  readonly endMinutes: number;
}

const knownZones = new Set<string>();

/** Whether this host knows a zone of that name. To ask takes half a millisecond, so what is one is kept. */
export function isTimezone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    const isKnown = new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
    if (isKnown) knownZones.add(name);
    return isKnown;
  } catch {
    return false;
  }
}

/**
 * The trading day of a moment in milliseconds UTC, as days since 1970-01-01: with a day that ends at 17:00, what begins
 * at 17:00 on Sunday belongs to Monday. The function keeps what it has learnt of the zone: make one per column.
 */
export function tradingDays(session: TradingSession | undefined): (time: number) => number {
  if (session === undefined) return (time) => Math.floor(time / DAY_MS);
  const offsetAt = zoneOffsets(session.timezone);
  const restMs = DAY_MS - session.endMinutes * MINUTE_MS;
  return (time) => Math.floor((time + offsetAt(time) + restMs) / DAY_MS);
}

/** What is doubtful of a time that a clock shows without saying its offset: it comes twice, or never. */
export type ClockDoubt = "twice" | "never";

/**
 * Whether a clock in the zone shows a time twice, when it is set back, or never, when it is set forward; null for all others.
 *
 * @param local milliseconds, as if the clock showed UTC
 */
export function clockDoubt(timezone: string): (local: number) => ClockDoubt | null {
  const offsetAt = zoneOffsets(timezone);
  return (local) => {
    const [before, after] = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)];
    if (before === after) return null;
    const fits = [before, after].filter((offset) => offsetAt(local - offset) === offset);
    if (fits.length === 2) return "twice";
    return fits.length === 0 ? "never" : null;
  };
}

/**
 * Milliseconds UTC of what a clock in the zone shows. Of an hour that is there twice the first one; of one that is left
 * out, as if the clock had not been changed yet.
 *
 * @param local milliseconds, as if the clock showed UTC
 */
export function fromLocal(timezone: string): (local: number) => number {
  const offsetAt = zoneOffsets(timezone);
  return (local) => {
    const before = local - offsetAt(local - DAY_MS);
    if (offsetAt(before) === local - before) return before;
    const after = local - offsetAt(local + DAY_MS);
    return offsetAt(after) === local - after ? after : before;
  };
}
