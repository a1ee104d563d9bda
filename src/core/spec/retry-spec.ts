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
}

export interface RetryRule extends Required<Omit<RetrySpec, "limit" | "on">> {
  readonly limits: Readonly<Record<FailureClass, number>>;
}

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
}: RetrySpec): RetryRule {
  const limits = {
    exit_code: limit,
    timeout: limit,
    memory: 0,
    lost_worker: LOST_WORKERS,
    database: limit,
    data: 0,
    user: 0,
    ...on,
  };
  return { limits, backoffMs, maxBackoffMs, jitter };
}

/** Workers that may die over a task, or over a cell alone, before it is given up. */
export function maxKillsOf(spec: RetrySpec): number {
  return 1 + retryRule(spec).limits.lost_worker;
}
