import type { Bars } from "../bars.ts";
import { transformBars } from "../transform-bars.ts";
import { lastKnown } from "./last-known.ts";

/** Bars of several symbols on one time line. Every column has one value per time; NaN where the symbol has no bar. */
export interface Panel {
  readonly symbols: readonly string[];
  /** Milliseconds UTC, strictly ascending: every time at which any symbol has a bar. */
  readonly time: Float64Array;
  /** One entry per symbol, in the order of `symbols`; their `time` is the panel's. */
  readonly bars: readonly Bars[];
  /** Per symbol, the close of its last bar so far: for indicators and valuation. NaN before its first bar. */
  readonly closes: readonly Float64Array[];
}

/** Puts the bars of several symbols on the union of their times. */
export function alignBars(bars: readonly Bars[]): Panel {
  const times = new Set<number>();
  for (const { time } of bars) for (const at of time) times.add(at);
  const time = Float64Array.from(times).sort();
  const aligned = bars.map((own) => (own.time.length === time.length ? own : spread(own, time)));
  return {
    symbols: bars.map(({ symbol }) => symbol),
    time,
    bars: aligned,
    closes: aligned.map(({ close }) => lastKnown(close)),
  };
}

function spread(own: Bars, time: Float64Array): Bars {
  const places = new Int32Array(own.time.length);
  let place = 0;
  for (const [bar, at] of own.time.entries()) {
    while (time[place] !== at) place++;
    places[bar] = place;
  }
  const column = (values: Float64Array): Float64Array => {
    const wide = new Float64Array(time.length).fill(Number.NaN);
    for (const [bar, value] of values.entries()) wide[places[bar] ?? 0] = value;
    return wide;
  };
  return { ...transformBars(own, column), time };
}
