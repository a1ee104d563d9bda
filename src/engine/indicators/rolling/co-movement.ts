import { windowComoments } from "../windows/window-comoments.ts";

/** Correlation of the last `window` pairs (Pearson), −1…1. 0 where one of the columns stands still, as in TA-Lib. */
export function correlation(a: Float64Array, b: Float64Array, window: number): Float64Array {
  const { xx, xy, yy } = windowComoments(a, b, window);
  return xy.map((shared, bar) => {
    const both = (xx[bar] ?? Number.NaN) * (yy[bar] ?? Number.NaN);
    return both === 0 ? 0 : Math.max(-1, Math.min(1, shared / Math.sqrt(both)));
  });
}

/**
 * Beta of a price to a benchmark: the slope of its changes from bar to bar (fractions) on those of the benchmark, over the last `window` changes.
 * 0 where the benchmark stands still, as in TA-Lib. NaN for the first `window` bars.
 */
export function beta(source: Float64Array, benchmark: Float64Array, window: number): Float64Array {
  const { xx, xy } = windowComoments(changes(benchmark), changes(source), window);
  const slope = new Float64Array(source.length).fill(Number.NaN);
  for (let bar = 1; bar < slope.length; bar++) {
    const spread = xx[bar - 1] ?? Number.NaN;
    slope[bar] = spread === 0 ? 0 : (xy[bar - 1] ?? Number.NaN) / spread;
  }
  return slope;
}

/** From the second bar on; 0 after a 0. */
function changes(source: Float64Array): Float64Array {
  return source.subarray(1).map((value, bar) => {
    const before = source[bar] ?? Number.NaN;
    return before === 0 ? 0 : value / before - 1;
  });
}
