/** In milliseconds. */
export interface Backoff {
  readonly firstMs: number;
  /** Of what may pass, such as an outage, the first try included. */
  readonly tries: number;
  /** Of a limit that was reached: more, for waiting is what it asks for. */
  readonly limitTries: number;
  /** Longer than that is told to people in place of being waited for. */
  readonly longestMs: number;
}

/** Six tries at a limit wait half a minute and more in all. */
export const USUAL_BACKOFF: Backoff = { firstMs: 1000, tries: 3, limitTries: 6, longestMs: 120_000 };

/**
 * Before the next try: `firstMs`, then twice as long each time, and up to a quarter more, so that processes that
 * failed together do not come back together.
 *
 * @param attempt that has failed, from 1
 * @param random in [0, 1)
 */
export function backoffDelayMs({ firstMs }: Backoff, attempt: number, random: number): number {
  return firstMs * 2 ** (attempt - 1) * (1 + random / 4);
}
