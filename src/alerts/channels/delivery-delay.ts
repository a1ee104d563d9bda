const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 15 * 60_000;
/** Nobody is believed who wants to hear nothing for longer. */
export const LONGEST_ASKED_MS = 24 * 3_600_000;

/** About a day and a half of tries; then the message is given up. */
export const MAX_DELIVERY_ATTEMPTS = 150;

/**
 * Milliseconds to wait before the next try: 5 s, doubled with each failure, at most 15 minutes. A longer wait that the
 * receiver asked for is honoured, up to a day. Null when the tries are used up.
 *
 * @param attempt number of tries so far, at least 1
 */
export function nextDeliveryDelay(attempt: number, retryAfterMs = 0): number | null {
  if (attempt >= MAX_DELIVERY_ATTEMPTS) return null;
  const backoff = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return Math.max(backoff, Math.min(retryAfterMs, LONGEST_ASKED_MS));
}
