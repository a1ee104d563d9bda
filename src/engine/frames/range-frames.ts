import type { BarRange } from "../../core/values/bar-range.ts";
import type { HigherBars } from "./higher-bars.ts";
import type { SessionView } from "./session-view.ts";

/** Higher bars over the whole history, laid over part of its bars. */
export function cutHigherBars(whole: HigherBars, range: BarRange): HigherBars {
  const cut = cutter(range);
  return Object.freeze({ ...whole, at: cut(whole.at), onto: (column: Float64Array) => cut(whole.onto(column)) });
}

/** Sessions keep the numbers that they have in the whole history. */
export function cutSessionView(whole: SessionView, range: BarRange): SessionView {
  const cut = cutter(range);
  return Object.freeze({
    index: cut(whole.index),
    bar: cut(whole.bar),
    day: cut(whole.day),
    open: cut(whole.open),
    close: cut(whole.close),
    minutesSinceOpen: cut(whole.minutesSinceOpen),
    minutesToClose: cut(whole.minutesToClose),
    isFirst: cut(whole.isFirst),
    isLast: cut(whole.isLast),
    openingRange(minutes: number) {
      const { high, low } = whole.openingRange(minutes);
      return Object.freeze({ high: cut(high), low: cut(low) });
    },
    vwap: () => cut(whole.vwap()),
  });
}

/** The same cut of the same column, so that what is computed from it is computed once. */
function cutter({ from, to }: BarRange): <T extends Float64Array | Uint8Array>(column: T) => T {
  const cuts = new WeakMap<object, Float64Array | Uint8Array>();
  return <T extends Float64Array | Uint8Array>(column: T): T => {
    const known = cuts.get(column) ?? column.subarray(from, to);
    cuts.set(column, known);
    return known as T;
  };
}
