import { DAY_MS } from "../core/time/calendar-year.ts";
import { AppError } from "../core/errors/app-error.ts";
import { type TradingSession, tradingDays } from "../core/time/trading-session.ts";
import type { Bars } from "../engine/bars.ts";
import { transformBars } from "../engine/transform-bars.ts";
import { formatTime } from "./bars/format-time.ts";
import type { DateWindow } from "./resolve-window.ts";

/**
 * The bars whose trading day lies in the window, both ends included, over the same memory.
 *
 * @throws AppError DATA_RANGE_EMPTY when there are none, saying which there are
 */
export function cutBars(bars: Bars, window: DateWindow, session?: TradingSession): Bars {
  const { time } = bars;
  const dayOf = tradingDays(session);
  const from = window.startDate === null ? 0 : firstAtOrAfter(time, dayOf, Date.parse(window.startDate) / DAY_MS);
  const to =
    window.endDate === null ? time.length : firstAtOrAfter(time, dayOf, Date.parse(window.endDate) / DAY_MS + 1);
  if (from >= to) throw emptyRange(bars, window);
  return transformBars(bars, (column) => column.subarray(from, to));
}

/** Index of the first bar of that trading day or a later one; the number of bars when there is none. */
function firstAtOrAfter(time: Float64Array, dayOf: (time: number) => number, day: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (dayOf(time[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function emptyRange({ symbol, time }: Bars, { startDate, endDate }: DateWindow): AppError {
  const asked = [startDate === null ? "" : `from ${startDate}`, endDate === null ? "" : `to ${endDate}`];
  const [first = 0, last = 0] = [time[0], time.at(-1)];
  const range = { from: formatTime(first), to: formatTime(last) };
  const count = time.length.toLocaleString("en");
  return new AppError("DATA_RANGE_EMPTY", `${symbol} has no bars ${asked.filter(Boolean).join(" ")}`, {
    hint: `There are ${count}, from ${range.from} to ${range.to}. Change start_date, end_date or lookback, or add rows to the source.`,
    details: { symbol, ...range, bars: time.length },
  });
}
