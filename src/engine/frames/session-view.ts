import { DAY_MS } from "../../core/time/calendar-year.ts";
import { openingRange, type OpeningRange } from "./opening-range.ts";
import type { Bars } from "../bars.ts";
import type { BarClock } from "./bar-clock.ts";
import { sessionVwap } from "./session-vwap.ts";

/**
 * Where each bar lies in the sessions of its market, one value per bar; NaN for a bar in no session. A bar is in a session when any of it
 * is. All of it is known when the bar is over: the close is the planned one, early closes included.
 */
export interface SessionView {
  /** Of the session, counted from the first one that has bars: 0, 1, … */
  readonly index: Float64Array;
  /** Of the bar within its session: 0, 1, … as far as there are bars. */
  readonly bar: Float64Array;
  /** The day that the market names the session by, as its midnight in milliseconds UTC. */
  readonly day: Float64Array;
  /** Opening and planned closing time of the session, milliseconds UTC. */
  readonly open: Float64Array;
  readonly close: Float64Array;
  /** Minutes from the open to the end of the bar, which is when a strategy decides, breaks included. */
  readonly minutesSinceOpen: Float64Array;
  /** Minutes from the end of the bar to the planned close; 0 at the last bar of a session. */
  readonly minutesToClose: Float64Array;
  /** 1 at the first bar of a session, else 0. */
  readonly isFirst: Uint8Array;
  /** 1 where the bar ends with the planned close, else 0: there is none when trading was halted before. */
  readonly isLast: Uint8Array;
  /**
   * Highest high and lowest low of the first minutes of each session; NaN until they are over, then the same until the session ends.
   *
   * @param minutes above 0; bars that end later than that are not among them
   */
  openingRange(minutes: number): OpeningRange;
  /** Volume-weighted average price since the open, computed once: see `sessionVwap`. */
  vwap(): Float64Array;
}

export function sessionView(
  bars: Bars,
  clock: BarClock,
  keep: <T extends Float64Array | Uint8Array>(column: T) => T,
): SessionView {
  const { day, open, close, end } = clock;
  const isPriced = (bar: number): boolean => !Number.isNaN(day[bar]) && !Number.isNaN(bars.close[bar]);
  const index = new Float64Array(day.length).fill(Number.NaN);
  const place = new Float64Array(day.length).fill(Number.NaN);
  const isFirst = new Uint8Array(day.length);
  const isLast = new Uint8Array(day.length);
  let today = Number.NaN;
  let [sessions, barsSoFar] = [0, 0];
  for (let bar = 0; bar < day.length; bar++) {
    if (!isPriced(bar)) continue;
    if (day[bar] !== today) {
      today = day[bar] ?? Number.NaN;
      sessions++;
      barsSoFar = 0;
      isFirst[bar] = 1;
    }
    index[bar] = sessions - 1;
    place[bar] = barsSoFar++;
    if ((end[bar] ?? Number.NaN) >= (close[bar] ?? Number.NaN)) isLast[bar] = 1;
  }
  const inSession = (value: (bar: number) => number): Float64Array =>
    keep(day.map((own, bar) => (Number.isNaN(own) ? Number.NaN : value(bar))));
  let average: Float64Array | null = null;
  const ranges = new Map<number, OpeningRange>();
  return Object.freeze({
    index: keep(index),
    bar: keep(place),
    day: inSession((bar) => at(day, bar) * DAY_MS),
    open: inSession((bar) => at(open, bar)),
    close: inSession((bar) => at(close, bar)),
    minutesSinceOpen: inSession((bar) => (at(end, bar) - at(open, bar)) / 60_000),
    minutesToClose: inSession((bar) => (at(close, bar) - at(end, bar)) / 60_000),
    isFirst: keep(isFirst),
    isLast: keep(isLast),
    openingRange(minutes: number) {
      const known = ranges.get(minutes);
      if (known !== undefined) return known;
      const made = openingRange(bars, clock, minutes);
      keep(made.high);
      keep(made.low);
      ranges.set(minutes, made);
      return made;
    },
    vwap: () => (average ??= keep(sessionVwap(bars, clock))),
  });
}

function at(column: Float64Array, bar: number): number {
  return column[bar] ?? Number.NaN;
}
