import { setTimeout as delay } from "node:timers/promises";

/**
 * Lets callers through one after another, no more than `perSecond` of them. AWS takes 50 SubmitJob a second of an account, and
 * the SDK's own limiter stalls for seconds (retryMode `adaptive`).
 */
export function createPacer(perSecond: number): (signal?: AbortSignal) => Promise<void> {
  const gapMs = 1000 / perSecond;
  let freeAt = 0;
  return async (signal) => {
    const now = performance.now();
    const turn = Math.max(now, freeAt);
    freeAt = turn + gapMs;
    if (turn > now) await delay(turn - now, undefined, signal === undefined ? {} : { signal });
  };
}
