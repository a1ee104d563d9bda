import { DAY_MS } from "../time/calendar-year.ts";

/** Which data of a dataset are read, where it is not those of today: a version of it, or the last one that was known at a moment. */
export type KnownData = { readonly version: number } | { readonly asOf: string };

/** The span in which a moment of people may lie. */
export interface MomentSpan {
  readonly from: Date;
  readonly to: Date;
}

/**
 * What `as_of` means: a day `YYYY-MM-DD` is all of it, in UTC, so that what became known on that day was known; a moment in
 * ISO 8601 with its offset is itself.
 *
 * @returns null for anything else
 */
export function asOfSpan(text: string): MomentSpan | null {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const from = new Date(text);
  if (Number.isNaN(from.getTime())) return null;
  const isDay = text.length === 10;
  // 2026-02-30 is read as the second of March.
  if (isDay && !from.toISOString().startsWith(text)) return null;
  return { from, to: isDay ? new Date(from.getTime() + DAY_MS - 1) : from };
}

export const AS_OF_HINT = "Write a day (2026-03-01, all of it in UTC) or a moment (2026-03-01T08:00:00Z).";
