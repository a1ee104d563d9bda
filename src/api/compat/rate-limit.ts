import type { Rate } from "../../app/service/rate-settings.ts";
import type { Clock } from "../../core/time/clock.ts";
import { AppError } from "../../core/errors/app-error.ts";

export interface RateLimit {
  /** @throws AppError RATE_LIMITED when this client has had its share */
  take(client: string): void;
}

/**
 * Counts what clients do within a time that moves on with the clock. Each process counts for itself, and forgets when it ends.
 *
 * @param rate null for any number
 * @param doing what is counted, for people: `runs may be started`
 */
export function createRateLimit(rate: Rate | null, doing: string, clock: Clock): RateLimit {
  const taken = new Map<string, readonly number[]>();
  return {
    take(client) {
      if (rate === null) return;
      const now = clock.now().getTime();
      const isRecent = (at: number): boolean => at > now - rate.windowMs;
      for (const [other, times] of taken) if (!times.some(isRecent)) taken.delete(other);
      const times = (taken.get(client) ?? []).filter(isRecent);
      const [first = now] = times;
      if (times.length >= rate.max) throw limited(rate, doing, first + rate.windowMs - now);
      taken.set(client, [...times, now]);
    },
  };
}

function limited({ max, windowMs }: Rate, doing: string, waitMs: number): AppError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError("RATE_LIMITED", `Only ${max} ${doing} in ${windowMs / 1000} seconds.`, {
    hint: `Try again in ${retryAfterS} seconds, or let NIGHTGRID_COMPAT_RATE allow more.`,
    details: { retryAfterS },
  });
}
