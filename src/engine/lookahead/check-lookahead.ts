import type { Params } from "../../core/params.ts";
import type { Bars } from "../bars.ts";
import { completeParams } from "../cells/complete-params.ts";
import { paramSpecsOf } from "../cells/param-specs.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import type { Signals, Strategy } from "../strategy.ts";
import { cutBars } from "./cut-bars.ts";

/** A value that was different before the bars after it were known. */
export interface Leak {
  /** The indicator ("sma 20") or signal array ("entries") that saw the future. */
  readonly column: string;
  /** Index of the first bar whose value changed. */
  readonly bar: number;
  /** How many bars were known when it had the other value. */
  readonly knownBars: number;
  readonly valueThen: number;
  readonly valueLater: number;
}

/**
 * Runs a strategy on the first bars only and on all of them: everything it says of a bar must be the same, bit for bit.
 * Indicators are looked at before signals, since a signal only passes their leak on.
 *
 * @param cuts how many of the first bars are known in each trial; one trial each
 * @returns the first leak by cut and then by bar, or null when there is none
 * @throws whatever the strategy throws
 */
export function checkLookahead(strategy: Strategy, bars: Bars, params: Params, cuts: readonly number[]): Leak | null {
  const complete = completeParams(paramSpecsOf(strategy), params);
  const later = columnsOf(strategy, bars, complete);
  for (const knownBars of cuts) {
    const then = columnsOf(strategy, cutBars(bars, 0, knownBars), complete);
    for (const [column, values] of then) {
      const bar = firstDifference(values, later.get(column));
      if (bar >= 0) {
        const valueLater = later.get(column)?.[bar] ?? Number.NaN;
        return { column, bar, knownBars, valueThen: values[bar] ?? Number.NaN, valueLater };
      }
    }
  }
  return null;
}

type Column = Float64Array | Uint8Array;

/** Every indicator and signal of a strategy, in the order in which they were computed. */
export function columnsOf(strategy: Strategy, bars: Bars, params: Params): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  const indicators = indicatorCache((name, values) => {
    if (values.length === bars.close.length) columns.set(name, values);
  });
  const signals: Signals = strategy.signals({ bars, params, indicators, profile: "native" });
  for (const name of ["entries", "exits", "shortEntries", "shortExits"] as const) {
    const values = signals[name];
    if (values !== undefined) columns.set(name, values);
  }
  return columns;
}

function firstDifference(then: Column, later: Column | undefined): number {
  return then.findIndex((value, bar) => !Object.is(value, later?.[bar]));
}
