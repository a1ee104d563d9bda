import type { RangeColumns } from "../trend/true-range.ts";
import { extremeValues } from "../windows/extreme-bars.ts";
import { windowMeans } from "../windows/window-sums.ts";

export interface StochasticColumns {
  readonly k: Float64Array;
  readonly d: Float64Array;
}

/** Where the value is in the range of `window` bars: 0 at its low, 100 at its high. 0 where there is no range, as in TA-Lib. */
function placeInRange({ high, low, close }: RangeColumns, window: number, still = 0): Float64Array {
  const top = extremeValues(high, window, 1);
  const bottom = extremeValues(low, window, -1);
  return close.map((price, bar) => {
    const under = bottom[bar] ?? Number.NaN;
    const range = (top[bar] ?? Number.NaN) - under;
    return range <= still ? 0 : (100 * (price - under)) / range;
  });
}

/**
 * Fast stochastic (Lane): the place of the close in the range of `window` bars, and its mean over `smooth` bars. Both begin
 * together, when the mean is known, as in TA-Lib.
 */
export function stochasticFast(bars: RangeColumns, window: number, smooth: number): StochasticColumns {
  const k = placeInRange(bars, window);
  return together(k, smooth, window - 1);
}

/** Slow stochastic: k is the fast one's mean over `slow` bars, d the mean of that over `smooth` bars. */
export function stochastic(bars: RangeColumns, window: number, slow: number, smooth: number): StochasticColumns {
  const fast = placeInRange(bars, window);
  return together(meansFrom(fast, slow, window - 1), smooth, window + slow - 2);
}

function together(k: Float64Array, smooth: number, from: number): StochasticColumns {
  const d = meansFrom(k, smooth, from);
  return { k: k.fill(Number.NaN, 0, from + smooth - 1), d };
}

/** Means of a column that begins at bar `from`. */
function meansFrom(source: Float64Array, window: number, from: number): Float64Array {
  const means = new Float64Array(source.length).fill(Number.NaN);
  means.set(windowMeans(source.subarray(from), window), Math.min(from, source.length));
  return means;
}

/**
 * An index that is between 0 and 100 and has moved by less has not moved: while a price stands still, gains and losses fade alike, and what is left
 * of their ratio is rounding.
 */
const STILL = 1e-9;

/** Fast stochastic of an index in place of prices (Chande and Kroll 1994). */
export function stochasticOf(index: Float64Array, from: number, window: number, smooth: number): StochasticColumns {
  const own = index.subarray(from);
  const { k, d } = together(placeInRange({ high: own, low: own, close: own }, window, STILL), smooth, window - 1);
  const whole = (column: Float64Array): Float64Array => {
    const all = new Float64Array(index.length).fill(Number.NaN);
    all.set(column, Math.min(from, index.length));
    return all;
  };
  return { k: whole(k), d: whole(d) };
}

/** Williams %R (1973): how far below the high of `window` bars, −100…0. 0 where there is no range, as in TA-Lib. */
export function williamsR({ high, low, close }: RangeColumns, window: number): Float64Array {
  const top = extremeValues(high, window, 1);
  const bottom = extremeValues(low, window, -1);
  return close.map((price, bar) => {
    const over = top[bar] ?? Number.NaN;
    const range = over - (bottom[bar] ?? Number.NaN);
    return range === 0 ? 0 : (-100 * (over - price)) / range;
  });
}
