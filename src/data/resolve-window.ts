import type { WindowSpec } from "../core/spec/data-spec.ts";
import { DAY_MS } from "../core/time/calendar-year.ts";
import { type TradingSession, tradingDays } from "../core/time/trading-session.ts";

/** Inclusive calendar dates `YYYY-MM-DD`; null is open. */
export interface DateWindow {
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/**
 * The dates that a run sees. Dates that the DAG names stay as they are; an open end is
 * closed at the last trading day that was over (of UTC without a session) at the run's logical date, so that a run
 * for a past date sees what was known then, and a lookback ends there too: `30d` on
 * 2020-04-17 is 2020-03-18 … 2020-04-16.
 *
 * @param dataThrough a later day that counts as over, too: its session has closed, or its data were waited for
 */
export function resolveWindow(
  window: WindowSpec,
  logicalDate: Date,
  session?: TradingSession,
  dataThrough: string | null = null,
): DateWindow {
  const { startDate, endDate, lookbackMs } = window;
  const today = tradingDays(session)(logicalDate.getTime()) * DAY_MS;
  const over = Math.max(today - DAY_MS, dataThrough === null ? 0 : Date.parse(dataThrough));
  const end = endDate === null ? over : Date.parse(endDate);
  const start = lookbackMs === null ? startDate : dateText(end + DAY_MS - lookbackMs);
  return { startDate: start, endDate: dateText(end) };
}

function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
