import type { LookPace } from "../../../../store/outside/outside-attempts.ts";

/** How often work outside of all workers is looked after. Milliseconds. */
export interface OutsideTiming extends LookPace {
  /** Least pause before something is begun again that could not be reached; up to thrice as long, by chance. */
  readonly pauseMs: number;
}

/** What takes minutes is looked at every few seconds, and what takes hours every half minute. */
export const OUTSIDE_TIMING: OutsideTiming = { shortestMs: 2000, longestMs: 30_000, share: 0.1, pauseMs: 5000 };
