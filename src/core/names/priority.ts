export const PRIORITIES = ["high", "normal", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * Work is taken in the order in which it was asked for, with a head start: this long for what goes first. What waits longer
 * than the head start of others goes before them, so nothing starves, and no mechanism moves numbers.
 */
const HEAD_START_MS = 2 * 3_600_000;

/** Of the head start, what is lost by tasks that are taken as a whole. */
const WHOLE_HANDICAP: Readonly<Record<Priority, number>> = { high: 0, normal: 0.5, low: 1 };

/**
 * What sweeps lose of it, in turns: so many turns of others go before the next one of theirs. Where slots are short, a low sweep
 * has about a thirtieth of the time of a high one, and a normal one a ninth.
 */
const TURNS_HANDICAP: Readonly<Record<Priority, number>> = { high: 0, normal: 8, low: 32 };
/** A turn counts as this long at least. */
const SHORTEST_TURN_MS = 1000;

/** How long before its asking a task counts as asked for, in milliseconds. */
export function headStartMs(priority: Priority): number {
  return HEAD_START_MS * (1 - WHOLE_HANDICAP[priority]);
}

/**
 * The same of a compute slot that asks for its next turn at a sweep.
 *
 * @param turnMs how long its last turn has taken; 0 before the first one
 */
export function turnHeadStartMs(priority: Priority, turnMs: number): number {
  const handicapMs = TURNS_HANDICAP[priority] * Math.max(SHORTEST_TURN_MS, turnMs);
  return Math.max(0, HEAD_START_MS - handicapMs);
}

/** Of what keeps others going and takes no time: it waits for nobody's work. */
export const UPKEEP_HEAD_START_MS = HEAD_START_MS;
