import type { Bars } from "../bars.ts";
import { transformBars } from "../transform-bars.ts";
import { lastKnown, sinceLastBar } from "./last-known.ts";

/** Bars of several symbols on one time line. Every column has one value per time; NaN where the symbol has no bar. */
export interface Panel {
  readonly symbols: readonly string[];
  /** Milliseconds UTC, strictly ascending: every time at which any symbol has a bar. */
  readonly time: Float64Array;
  /** One entry per symbol, in the order of `symbols`; their `time` is the panel's. */
  readonly bars: readonly Bars[];
  /** Per symbol, the close of its last bar so far: for indicators and valuation. NaN before its first bar. */
  readonly closes: readonly Float64Array[];
  /**
   * Columns beside the bars: per name, per symbol, that of its last bar so far, as `closes`. NaN before its first bar, where
   * nothing was known, and in all of a column that the symbol does not have. Empty when nobody asked for any.
   */
  readonly extra: Readonly<Record<string, readonly Float64Array[]>>;
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
    extra: extraOfAll(aligned),
  };
}

function extraOfAll(bars: readonly Bars[]): Panel["extra"] {
  const names = new Set(bars.flatMap(({ extra = {} }) => Object.keys(extra)));
  const columns = [...names].map((name): [string, readonly Float64Array[]] => [
    name,
    bars.map(({ close, extra }) =>
      sinceLastBar(extra?.[name] ?? new Float64Array(close.length).fill(Number.NaN), close),
    ),
  ]);
  return Object.fromEntries(columns);
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
