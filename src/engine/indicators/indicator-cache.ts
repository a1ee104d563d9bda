import type { Indicators } from "../strategy.ts";
import { ema } from "./ema.ts";
import { runningTotals, sma } from "./sma.ts";

/**
 * Indicators that are computed once per source and window, for as long as the cache
 * lives: one cache serves all cells of a sweep.
 */
export function indicatorCache(): Indicators {
  const totalsOf = remembered((source) => runningTotals(source));
  const smas = remembered((source) => {
    const totals = totalsOf(source);
    return byWindow("sma", (window) => sma(totals, window));
  });
  const emas = remembered((source) => byWindow("ema", (window) => ema(source, window)));
  return {
    sma: (source, window) => smas(source)(window),
    ema: (source, window) => emas(source)(window),
  };
}

function remembered<T>(compute: (source: Float64Array) => T): (source: Float64Array) => T {
  const known = new WeakMap<Float64Array, T>();
  return (source) => {
    const found = known.get(source);
    if (found !== undefined) return found;
    const made = compute(source);
    known.set(source, made);
    return made;
  };
}

function byWindow(name: string, compute: (window: number) => Float64Array): (window: number) => Float64Array {
  const known = new Map<number, Float64Array>();
  return (window) => {
    const found = known.get(window);
    if (found !== undefined) return found;
    if (!Number.isSafeInteger(window) || window < 1) {
      throw new RangeError(`The window of ${name} must be a whole number of at least 1, not ${window}`);
    }
    const made = compute(window);
    known.set(window, made);
    return made;
  };
}
