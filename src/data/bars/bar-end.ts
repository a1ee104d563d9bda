import { timeframeMs } from "./timeframe.ts";

/** When a bar is over, in milliseconds UTC: that of months ends with the month. */
export function barEnd(time: number, timeframe: string): number {
  const months = /^(\d+)M$/.exec(timeframe)?.[1];
  if (months === undefined) return time + timeframeMs(timeframe);
  const begin = new Date(time);
  return Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + Number(months), begin.getUTCDate());
}
