import { DAY_MS } from "./calendar-year.ts";

const MINUTE_MS = 60_000;

/**
 * Milliseconds by which the zone is ahead of UTC, of a moment in milliseconds UTC. Asks once per day of UTC, and per moment
 * only where a day changes it. The function keeps what it has learnt: make one per column, or per schedule.
 */
export function zoneOffsets(timezone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const asked = new Map<number, number>();
  const offsetAt = (time: number): number => {
    const known = asked.get(time) ?? parseOffset(format.format(time));
    asked.set(time, known);
    return known;
  };
  return (time) => {
    const start = Math.floor(time / DAY_MS) * DAY_MS;
    const offset = offsetAt(start);
    return offset === offsetAt(start + DAY_MS) ? offset : parseOffset(format.format(time));
  };
}

/** `1/5/2024, GMT-05:00`; GMT alone is none. */
function parseOffset(text: string): number {
  const [, sign = "+", hours = "0", minutes = "0", seconds = "0"] = /GMT([+-])(\d+):(\d+)(?::(\d+))?/.exec(text) ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1000;
  return sign === "-" ? -size : size;
}

/** A stretch of time in which the zone keeps one offset. All in milliseconds. */
export interface OffsetPiece {
  /** UTC, inclusive. */
  readonly from: number;
  /** UTC, exclusive. */
  readonly until: number;
  readonly offset: number;
}

const LONGEST_PIECE_DAYS = 32;

/** The pieces from `since` (milliseconds UTC) on, without end; a piece may go on with the offset of the one before. */
export function* offsetPieces(timezone: string, since: number): Generator<OffsetPiece, never, undefined> {
  const offsetAt = zoneOffsets(timezone);
  for (let from = since; ; ) {
    const offset = offsetAt(from);
    let until = from;
    do until += DAY_MS;
    while (until - from < LONGEST_PIECE_DAYS * DAY_MS && offsetAt(until) === offset);
    if (offsetAt(until) !== offset) until = changeBetween(until - DAY_MS, until, offsetAt);
    yield { from, until, offset };
    from = until;
  }
}

/** The first moment with another offset than `before` has; clocks are changed on whole seconds. */
function changeBetween(before: number, after: number, offsetAt: (time: number) => number): number {
  const offset = offsetAt(before);
  let [same, other] = [before, after];
  while (other - same > 1000) {
    const middle = Math.floor((same + other) / 2000) * 1000;
    const probe = middle <= same ? same + 1000 : middle;
    if (offsetAt(probe) === offset) same = probe;
    else other = probe;
  }
  return Math.floor(other / 1000) * 1000;
}
