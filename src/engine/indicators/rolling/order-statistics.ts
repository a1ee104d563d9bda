import { countBelow, countUpTo, eachSortedWindow, type SortedWindow } from "../windows/sorted-window.ts";

/** The value below which a share of the last `window` values lie, between two of them by a straight line, as pandas and numpy. NaN until the window is full. */
export function quantile(source: Float64Array, window: number, share: number): Float64Array {
  const place = share * (window - 1);
  const below = Math.floor(place);
  return ofFullWindows(source, window, ({ values }) => {
    const low = values[below] ?? Number.NaN;
    const high = values[Math.min(below + 1, window - 1)] ?? Number.NaN;
    return low + (high - low) * (place - below);
  });
}

export function median(source: Float64Array, window: number): Float64Array {
  return quantile(source, window, 0.5);
}

/** Rank of the value among the last `window`, itself included, ÷ window: above 0 … 1, equal ones have the mean of their ranks (pandas `rank(pct=True)`). */
export function percentRank(source: Float64Array, window: number): Float64Array {
  return ofFullWindows(source, window, ({ values, size }, bar) => {
    const value = source[bar] ?? Number.NaN;
    return (countBelow(values, size, value) + countUpTo(values, size, value) + 1) / (2 * window);
  });
}

function ofFullWindows(
  source: Float64Array,
  window: number,
  read: (sorted: SortedWindow, bar: number) => number,
): Float64Array {
  const found = new Float64Array(source.length).fill(Number.NaN);
  eachSortedWindow(source, window, (bar, sorted) => {
    if (sorted.size === window) found[bar] = read(sorted, bar);
  });
  return found;
}
