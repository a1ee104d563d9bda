import { setTimeout as delay } from "node:timers/promises";

const INTERVAL_MS = 50;

/**
 * Asks until the answer is neither null nor false, however often asking fails meanwhile: the database may be away.
 *
 * @param what for the message
 * @throws Error after `limitMs`, with the last answer or failure
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  limitMs = 120_000,
): Promise<Exclude<T, null | false | undefined>> {
  const deadline = performance.now() + limitMs;
  let last = "";
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== false && answer !== undefined) {
        return answer as Exclude<T, null | false | undefined>;
      }
      last = String(answer);
    } catch (error) {
      last = String(error);
    }
    if (performance.now() > deadline) {
      throw new Error(`Still not after ${Math.round(limitMs / 1000)} s: ${what} (${last})`);
    }
    await delay(INTERVAL_MS);
  }
}
