import type { Severity } from "../names/alarms.ts";

/** When a rule that holds is told, and how often. What is absent is as in `DEFAULT_POLICY`. */
export interface AlertPolicy {
  readonly severity?: Severity;
  /** Runs in a row in which the condition must hold before the alarm is raised. */
  readonly forRuns?: number;
  /** Runs in a row in which it must not hold before the alarm is over. */
  readonly clearRuns?: number;
  /** How long after the last message an alarm that goes on is told again; null: never. */
  readonly renotifyMs?: number | null;
  /** Between two messages of the same alarm, whatever happened in between; a recovery does not wait for it. */
  readonly throttleMs?: number;
  /** Only when the condition holds over the whole range in which PSR puts the Sharpe ratio. */
  readonly significant?: boolean;
  /** Nights that `average` is over. */
  readonly averageOver?: number;
}

const HOUR_MS = 3_600_000;

/**
 * 20 hours: a nightly DAG repeats an alarm each night, also when a run ends a little sooner than the night before, and one
 * that runs every minute repeats it once a day.
 */
export const DEFAULT_POLICY: Required<AlertPolicy> = {
  severity: "warning",
  forRuns: 1,
  clearRuns: 1,
  renotifyMs: 20 * HOUR_MS,
  throttleMs: HOUR_MS,
  significant: false,
  averageOver: 5,
};

export function policyOf(rule: AlertPolicy): Required<AlertPolicy> {
  return { ...DEFAULT_POLICY, ...rule };
}
