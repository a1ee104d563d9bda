import type { Jitter, RetryRule } from "../../core/spec/retry-spec.ts";

/** The part of a pause that is certain; the rest is drawn. */
const CERTAIN: Readonly<Record<Jitter, number>> = { none: 1, equal: 0.5, full: 0 };

/**
 * Milliseconds before the try after `tries` failed ones: the backoff, doubled each time, at most `maxBackoffMs`, less what
 * the jitter takes off.
 *
 * @param tries 1 or more
 * @param random in [0, 1)
 */
export function backoffMs(
  { backoffMs: firstMs, maxBackoffMs, jitter }: Pick<RetryRule, "backoffMs" | "maxBackoffMs" | "jitter">,
  tries: number,
  random: () => number,
): number {
  const wholeMs = Math.min(maxBackoffMs, firstMs * 2 ** (tries - 1));
  const certain = CERTAIN[jitter];
  return Math.round(wholeMs * (certain + (1 - certain) * random()));
}
