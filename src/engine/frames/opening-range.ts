import type { Bars } from "../bars.ts";
import type { BarClock } from "./bar-clock.ts";

export interface OpeningRange {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/**
 * High and low of the bars that end within the first minutes of their session. NaN until the minutes are over, in a session without
 * such a bar, and outside of sessions.
 *
 * @throws RangeError for minutes that are not above 0
 */
export function openingRange({ high, low, close }: Bars, clock: BarClock, minutes: number): OpeningRange {
  if (typeof minutes !== "number" || !(minutes > 0)) {
    throw new RangeError(`bars.session.openingRange takes a number of minutes above 0, not ${String(minutes)}`);
  }
  const { day, open, end } = clock;
  const range = { high: new Float64Array(day.length), low: new Float64Array(day.length) };
  let today = Number.NaN;
  let [highest, lowest] = [Number.NaN, Number.NaN];
  for (let bar = 0; bar < day.length; bar++) {
    const isOutside = Number.isNaN(day[bar]);
    if (!isOutside && day[bar] !== today) {
      today = day[bar] ?? Number.NaN;
      [highest, lowest] = [Number.NaN, Number.NaN];
    }
    const over = (open[bar] ?? Number.NaN) + minutes * 60_000;
    const endsAt = end[bar] ?? Number.NaN;
    if (!isOutside && endsAt <= over && !Number.isNaN(close[bar])) {
      highest = Number.isNaN(highest) ? (high[bar] ?? highest) : Math.max(highest, high[bar] ?? highest);
      lowest = Number.isNaN(lowest) ? (low[bar] ?? lowest) : Math.min(lowest, low[bar] ?? lowest);
    }
    const isKnown = !isOutside && endsAt >= over;
    range.high[bar] = isKnown ? highest : Number.NaN;
    range.low[bar] = isKnown ? lowest : Number.NaN;
  }
  return Object.freeze(range);
}
