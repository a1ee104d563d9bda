import type { FailureClass } from "../../core/errors/failure-class.ts";
import { type RetrySpec, retryRule } from "../../core/spec/retry-spec.ts";
import { backoffMs } from "./backoff-ms.ts";

/**
 * Milliseconds until a failed try is repeated; null when it is not.
 *
 * @param failure.tries that have failed, this one included
 */
export function nextTryMs(
  spec: RetrySpec,
  failure: { readonly failureClass: FailureClass; readonly tries: number },
  random: () => number,
): number | null {
  const rule = retryRule(spec);
  return failure.tries > rule.limits[failure.failureClass] ? null : backoffMs(rule, failure.tries, random);
}
