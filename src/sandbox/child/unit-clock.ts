/**
 * What the main thread of a user's process is at, for the thread that guards it. A *unit* is a part of a question with a
 * limit of its own, such as one cell of a range. Beginning one costs two stores.
 */
export interface UnitClock {
  readonly memory: SharedArrayBuffer;
  readonly begin: (unit: number) => void;
  /** No unit is being worked on. */
  rest(): void;
  /** Null at rest. */
  current(): number | null;
  /** @param limitMs of one unit; null: from what the units so far have taken */
  setLimit(limitMs: number | null): void;
}

const SEQUENCE = 0;
const UNIT = 1;
const LIMIT = 2;
const DONE = 3;

/** Of units that nothing is known of yet, and the least that is ever allowed. */
const FIRST_LIMIT_MS = 60_000;
const LEAST_LIMIT_MS = 10_000;
/** Cells of one grid differ, but hardly by so much. */
const TIMES_THE_MEAN = 100;

export function createUnitClock(memory = new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT)): UnitClock {
  const state = new Int32Array(memory);
  state[UNIT] = -1;
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
      state[UNIT] = -1;
      sequence = (sequence + 1) | 0;
      state[SEQUENCE] = sequence;
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
  /** The unit over its limit with that limit, else null. @param now milliseconds, ever growing */
  overdue(now: number): { readonly unit: number; readonly limitMs: number } | null;
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
      if (unit === null) return null;
      const limitMs = limitOf(Atomics.load(state, LIMIT), Atomics.load(state, DONE) - 1, busyBeforeMs);
      return now - since > limitMs ? { unit, limitMs } : null;
    },
  };
}

function limitOf(given: number, done: number, busyMs: number): number {
  if (given > 0) return given;
  return done <= 0 ? FIRST_LIMIT_MS : Math.max(LEAST_LIMIT_MS, (TIMES_THE_MEAN * busyMs) / done);
}
