import type { FailureClass } from "../../core/errors/failure-class.ts";
import { type RetrySpec, retryRule } from "../../core/spec/retry-spec.ts";
import { backoffMs } from "./backoff-ms.ts";

/**
 * Milliseconds until a failed try is repeated; null when it is not.
 *
 * @param failure how it failed
 */
export function nextTryMs(spec: RetrySpec, failure: FailedTries, random: () => number): number | null {
  const rule = retryRule(spec);
  const byCode = failure.exitCode === undefined ? undefined : rule.exitCodes.get(failure.exitCode);
  const limit = byCode ?? rule.limits[failure.failureClass];
  return failure.tries > limit ? null : backoffMs(rule, failure.tries, random);
}

interface FailedTries {
  readonly failureClass: FailureClass;
  /** That have failed, this one included. */
  readonly tries: number;
  /** Of a program that has ended by itself. */
  readonly exitCode?: number;
}
