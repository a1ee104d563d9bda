import type { FailureClass } from "../../core/errors/failure-class.ts";
import type { RetrySpec } from "../../core/spec/retry-spec.ts";
import { nextTryMs } from "./next-try-ms.ts";

/** What follows a failed try at some cells. */
export interface NextTry {
  /** Milliseconds until they are tried again; null when they are not. */
  readonly delayMs: number | null;
  /** What the next try has behind it: tries that failed, and workers or jobs that were lost. */
  readonly tries: number;
  readonly kills: number;
}

/** A try that was lost (`lost_worker`) has a count of its own, and uses up none of the others (I4). */
export function nextTry(
  spec: RetrySpec,
  { failureClass, lease, exitCode }: FailedLease,
  random: () => number,
): NextTry {
  const { kills, tries = 0 } = lease;
  const isLost = failureClass === "lost_worker";
  const after = isLost ? { tries, kills: kills + 1 } : { tries: tries + 1, kills };
  const failure = { failureClass, tries: isLost ? after.kills : after.tries };
  const delayMs = nextTryMs(spec, { ...failure, ...(exitCode !== undefined && { exitCode }) }, random);
  return { delayMs, ...after };
}

interface FailedLease {
  readonly failureClass: FailureClass;
  /** What had been tried before. */
  readonly lease: { readonly tries?: number; readonly kills: number };
  /** Of a program that has ended by itself. */
  readonly exitCode?: number;
}
