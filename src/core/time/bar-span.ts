import { DAY_MS } from "./calendar-year.ts";
import { parseDurationMs } from "./duration.ts";

/** How long the bars of a time frame are. */
export interface BarSpan {
  /** Of months, 31 days each. */
  readonly ms: number;
  /** Months are no fixed number of days; null for all other lengths. */
  readonly months: number | null;
  /** When a bar that begins at a moment is over, milliseconds UTC: that of months ends on the same day of a later month. */
  readonly endOf: (start: number) => number;
}

/** @param timeframe `5m`, `4h`, `1d`, `1w` or `1M`; null when it is none of these */
export function barSpan(timeframe: string): BarSpan | null {
  const months = /^([1-9]\d*)M$/.exec(timeframe)?.[1];
  if (months !== undefined) {
    const count = Number(months);
    return { ms: count * 31 * DAY_MS, months: count, endOf: (start) => monthsLater(start, count) };
  }
  const ms = /^[1-9]\d*[mhdw]$/.test(timeframe) ? parseDurationMs(timeframe) : null;
  return ms === null ? null : { ms, months: null, endOf: (start) => start + ms };
}

/** Midnight UTC of the same day of a later month, or of its last day where it has none such; of an earlier one where `count` is below 0. */
export function monthsLater(time: number, months: number): number {
  const start = new Date(time);
  const first = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first + (Math.min(start.getUTCDate(), days) - 1) * DAY_MS;
}
