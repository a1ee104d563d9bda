/**
 * What the main thread of a user's process is at, for the thread that guards it. A *unit* is a part of a question with a
 * limit of its own, such as one cell of a range. Beginning one costs two stores.
 */
export interface UnitClock {
  readonly memory: SharedArrayBuffer;
  readonly begin: (unit: number) => void;
  /** Between units, or after the last. What is left of the question may take as long as a unit is allowed at least. */
  rest(): void;
  /** Which question is being answered; 0: none. */
  answering(question: number): void;
  question(): number;
  /** The main thread is free to hear of a question. */
  turn(): void;
  /** Null at rest. */
  current(): number | null;
  /** @param limitMs of one unit; null: from what the units so far have taken */
  setLimit(limitMs: number | null): void;
}

const SEQUENCE = 0;
const UNIT = 1;
const LIMIT = 2;
const DONE = 3;
const QUESTION = 4;
const TURN = 5;
const SLOTS = 6;
/** In place of a unit. */
const RESTING = -1;
const NO_UNITS = -2;
/** In place of a question: nothing was asked yet, and no user code is there. */
const NEVER_ASKED = -1;

/** Of units that nothing is known of yet, and the least that is ever allowed. */
const FIRST_LIMIT_MS = 60_000;
const LEAST_LIMIT_MS = 10_000;
/** Cells of one grid differ, but hardly by so much. */
const TIMES_THE_MEAN = 100;

export function createUnitClock(memory = new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT)): UnitClock {
  const state = new Int32Array(memory);
  state[UNIT] = NO_UNITS;
  state[QUESTION] = NEVER_ASKED;
  let sequence = 0;
  return {
    memory,
    begin(unit) {
      state[UNIT] = unit;
      sequence = (sequence + 1) | 0;
      state[SEQUENCE] = sequence;
      state[DONE] = (state[DONE] ?? 0) + 1;
    },
    rest() {
      state[UNIT] = RESTING;
      sequence = (sequence + 1) | 0;
      state[SEQUENCE] = sequence;
    },
    answering(question) {
      state[UNIT] = NO_UNITS;
      state[QUESTION] = question;
    },
    question: () => Math.max(state[QUESTION] ?? 0, 0),
    turn() {
      state[TURN] = ((state[TURN] ?? 0) + 1) | 0;
    },
    current() {
      const unit = state[UNIT] ?? -1;
      return unit < 0 ? null : unit;
    },
    setLimit(limitMs) {
      state[LIMIT] = limitMs ?? 0;
    },
  };
}

/** The guard's view: asked now and again, says which unit has taken too long. */
export interface UnitWatch {
  /**
   * The unit over its limit with that limit, else null. Without a unit it is what user code has left behind after the last one
   * of a question.
   *
   * @param now milliseconds, ever growing
   */
  overdue(now: number): { readonly unit: number | null; readonly limitMs: number } | null;
  /** The question that is being answered; 0: none. */
  question(): number;
  /** It has answered all that it was asked, and was asked something. */
  isIdle(): boolean;
  /** Whether the main thread was free since this was asked last. */
  hasTurned(): boolean;
  /** The unit that is being worked on; null at rest. */
  current(): number | null;
}

/**
 * Times are taken here and not by the one who is watched: a unit is as old as the sequence has stood still. What the
 * units have taken on average follows from how many were begun while any was worked on.
 */
export function watchUnits(memory: SharedArrayBuffer): UnitWatch {
  const state = new Int32Array(memory);
  let seen = -1;
  let seenTurn = 0;
  let since = 0;
  let last = 0;
  let busyMs = 0;
  // Without what the present unit has taken: one that hangs must not raise its own limit.
  let busyBeforeMs = 0;
  const current = (): number | null => {
    const unit = Atomics.load(state, UNIT);
    return unit < 0 ? null : unit;
  };
  return {
    current,
    question: () => Math.max(Atomics.load(state, QUESTION), 0),
    isIdle: () => Atomics.load(state, QUESTION) === 0,
    hasTurned() {
      const turn = Atomics.load(state, TURN);
      const hasTurned = turn !== seenTurn;
      seenTurn = turn;
      return hasTurned;
    },
    overdue(now) {
      const sequence = Atomics.load(state, SEQUENCE);
      const unit = current();
      if (unit !== null && last > 0) busyMs += now - last;
      last = now;
      if (sequence !== seen) {
        seen = sequence;
        since = now;
        busyBeforeMs = busyMs;
        return null;
      }
      if (unit === null) {
        const isLate = Atomics.load(state, UNIT) === RESTING && now - since > LEAST_LIMIT_MS;
        return isLate ? { unit, limitMs: LEAST_LIMIT_MS } : null;
      }
      const limitMs = limitOf(Atomics.load(state, LIMIT), Atomics.load(state, DONE) - 1, busyBeforeMs);
      return now - since > limitMs ? { unit, limitMs } : null;
    },
  };
}

function limitOf(given: number, done: number, busyMs: number): number {
  if (given > 0) return given;
  return done <= 0 ? FIRST_LIMIT_MS : Math.max(LEAST_LIMIT_MS, (TIMES_THE_MEAN * busyMs) / done);
}
