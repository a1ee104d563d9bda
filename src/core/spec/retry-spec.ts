import type { FailureClass } from "../errors/failure-class.ts";

/**
 * How much of a pause is left to chance, so that many that failed together do not come back together. `full`: anything from 0
 * to the whole pause; `equal`: at least half of it. (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
 */
export const JITTERS = ["none", "equal", "full"] as const;
export type Jitter = (typeof JITTERS)[number];

/** When and how often a failed try is repeated. Absent keys have the defaults of `retryRule`. */
export interface RetrySpec {
  /** Tries after the first one. */
  readonly limit: number;
  /** Before the first of them; doubled for each that follows. */
  readonly backoffMs: number;
  readonly maxBackoffMs?: number;
  readonly jitter?: Jitter;
  /** In place of `limit`, for failures of a class. */
  readonly on?: Readonly<Partial<Record<FailureClass, number>>>;
  /** In place of both, for programs that end with an exit code; the keys are numbers. */
  readonly exitCodes?: Readonly<Record<string, number>>;
}

export interface RetryRule extends Required<Omit<RetrySpec, "limit" | "on" | "exitCodes">> {
  readonly limits: Readonly<Record<FailureClass, number>>;
  readonly exitCodes: ReadonlyMap<number, number>;
}

/** EX_TEMPFAIL of BSD's sysexits.h: the program itself says that another try may help. */
const TEMPORARY = 75;
/** Of a program that asks for them, where nobody has said how many. */
const ASKED_TRIES = 2;

const MAX_BACKOFF_MS = 3_600_000;
/** Workers that may be lost over one thing: the third one that dies is no accident any more (I4). */
const LOST_WORKERS = 2;

/**
 * Accidents are repeated up to `limit`. What is wrong with the data or the file is not, nor what fills the memory: it would
 * fail the same way. Losing a worker has a count of its own.
 */
export function retryRule({
  limit,
  backoffMs,
  maxBackoffMs = MAX_BACKOFF_MS,
  jitter = "equal",
  on = {},
  exitCodes = {},
}: RetrySpec): RetryRule {
  const limits = {
    exit_code: limit,
    signal: limit,
    timeout: limit,
    memory: 0,
    lost_worker: LOST_WORKERS,
    database: limit,
    data: 0,
    user: 0,
    ...on,
  };
  const named = Object.entries(exitCodes).map(([code, tries]) => [Number(code), tries] as const);
  const asked = limits.exit_code === 0 && on.exit_code === undefined ? ASKED_TRIES : limits.exit_code;
  return { limits, exitCodes: new Map([[TEMPORARY, asked], ...named]), backoffMs, maxBackoffMs, jitter };
}

/** Workers that may die over a task, or over a cell alone, before it is given up. */
export function maxKillsOf(spec: RetrySpec): number {
  return 1 + retryRule(spec).limits.lost_worker;
}
