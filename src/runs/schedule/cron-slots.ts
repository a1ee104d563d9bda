import { DAY_MS } from "../../core/time/calendar-year.ts";
import { Cron } from "croner";
import { type OffsetPiece, offsetPieces } from "../../core/time/zone-offsets.ts";
import type { CronScheduleSpec } from "../../factory/dag-spec.ts";

export interface CronSlot {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly clock: ClockMark;
}

export const CLOCK_MARKS = ["moved", "first_of_two", "second_of_two"] as const;

/**
 * What a change of clocks made of a slot: its time is left out that day, so it comes right after the change; or its time is
 * there twice, and this is the first or the second.
 */
export type ClockMark = (typeof CLOCK_MARKS)[number] | null;

/**
 * The slots of a cron after a moment (milliseconds UTC), without end unless the pattern has one.
 *
 * A pattern names times of the clock in its zone, and croner says which. What a change of clocks does to them:
 *
 * - **The hour is named** (`30 2`, `0 1,13`, `0,30 1-2`): every time comes once a day. One that is there twice comes the first
 *   time; those that are left out come once, together, right after the change, however many they are.
 * - **The hour is open** (`*`, every second one, `0-23`): the pattern is an interval. What is there twice comes twice, what is left out
 *   does not come.
 * - A whole day that is left out (Apia, 2011-12-30) has no slots.
 *
 * (croner alone drops `30 2,14` at 02:30 when clocks go forward, and runs `30 1,13` twice at 01:30 when they go back.)
 */
export function* cronSlots(schedule: CronScheduleSpec, after: number): Generator<CronSlot, void, undefined> {
  const times = clockTimes(schedule);
  const isInterval = hasOpenHour(schedule.cron);
  // From a day before: what the offset was before a change decides what is left out or repeated.
  const pieces = offsetPieces(schedule.timezone, after - DAY_MS);
  let before: OffsetPiece | null = null;
  for (let piece = pieces.next().value, following = pieces.next().value; ; ) {
    for (const slot of slotsOfPiece({ before, piece, following }, { times, isInterval })) {
      if (slot === null) return;
      if (slot.at > after) yield slot;
    }
    before = piece;
    piece = following;
    following = pieces.next().value;
  }
}

interface PieceInOrder {
  readonly before: OffsetPiece | null;
  readonly piece: OffsetPiece;
  readonly following: OffsetPiece;
}

interface Pattern {
  readonly times: ClockTimes;
  readonly isInterval: boolean;
}

/** The slots in one stretch of a constant offset; null after the last time that the pattern has. */
function* slotsOfPiece(
  { before, piece, following }: PieceInOrder,
  { times, isInterval }: Pattern,
): Generator<CronSlot | null, void, undefined> {
  const start = piece.from + piece.offset;
  const end = piece.until + piece.offset;
  const shift = before === null ? 0 : piece.offset - before.offset;
  let last = Number.NEGATIVE_INFINITY;
  if (!isInterval && shift > 0 && shift < DAY_MS) {
    const skipped = times.from(start - shift);
    if (skipped !== null && skipped < start) {
      last = piece.from;
      yield { at: last, clock: "moved" };
    }
  }
  /** Until here the clock shows times again that it has shown before. */
  const repeatedUntil = shift < 0 ? start - shift : start;
  const repeatedFrom = end + Math.min(0, following.offset - piece.offset);
  for (let time = times.from(isInterval ? start : repeatedUntil); ; time = times.from(time + 1)) {
    if (time === null) return yield null;
    if (time >= end) return;
    const at = time - piece.offset;
    if (at === last) continue;
    yield { at, clock: time < repeatedUntil ? "second_of_two" : time >= repeatedFrom ? "first_of_two" : null };
  }
}

interface ClockTimes {
  /** The first time of the pattern that is not before `time`; both in milliseconds, as if the clock showed UTC. */
  from(time: number): number | null;
}

function clockTimes({ cron: text, dayMode }: CronScheduleSpec): ClockTimes {
  const cron = new Cron(text, { timezone: "UTC", domAndDow: dayMode === "and", mode: "5-or-6-parts" });
  let asked = Number.POSITIVE_INFINITY;
  let known: number | null = null;
  return {
    from(time) {
      // A yearly pattern is asked for in many pieces of a year.
      if (time < asked || (known !== null && known < time)) {
        known = cron.nextRun(new Date(time - 1))?.getTime() ?? null;
        asked = time;
      }
      return known;
    },
  };
}

function hasOpenHour(cron: string): boolean {
  const [, hour = ""] = cron.trim().split(/\s+/);
  return /^[*?]/.test(hour) || hour === "0-23";
}
