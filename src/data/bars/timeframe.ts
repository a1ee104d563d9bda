import { DAY_MS } from "../../core/time/calendar-year.ts";
import { parseDurationMs } from "../../core/time/duration.ts";

/** `5m`, `1h`, `1d`, `1w` or `1M` (31 days) in milliseconds. */
export function timeframeMs(timeframe: string): number {
  const months = /^(\d+)M$/.exec(timeframe)?.[1];
  return months === undefined ? (parseDurationMs(timeframe) ?? DAY_MS) : Number(months) * 31 * DAY_MS;
}

/** Bars of a week and longer have no weekdays. */
export const LONG_BARS_MS = 5 * DAY_MS;
