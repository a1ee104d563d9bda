/** The last `window` values in ascending order, as they are after a bar. */
export interface SortedWindow {
  readonly values: Float64Array;
  /** How many of the array are in use: fewer than `window` at first, and while a NaN is in the window. */
  readonly size: number;
}

/**
 * Tells of each bar, in order, what the last `window` values are, sorted. A value is put in its place by halving and a move
 * of memory: O(n log w) comparisons, and two moves of w ÷ 2 values per bar.
 */
export function eachSortedWindow(
  source: Float64Array,
  window: number,
  tell: (bar: number, sorted: SortedWindow) => void,
): void {
  if (window > source.length) return;
  const sorted = { values: new Float64Array(window), size: 0 };
  const { values } = sorted;
  for (let bar = 0; bar < source.length; bar++) {
    const leaving = source[bar - window] ?? Number.NaN;
    if (!Number.isNaN(leaving)) {
      const place = countBelow(values, sorted.size, leaving);
      values.copyWithin(place, place + 1, sorted.size);
      sorted.size--;
    }
    const value = source[bar] ?? Number.NaN;
    if (!Number.isNaN(value)) {
      const place = countBelow(values, sorted.size, value);
      values.copyWithin(place + 1, place, sorted.size);
      values[place] = value;
      sorted.size++;
    }
    tell(bar, sorted);
  }
}

/** How many of the first `size` values, which ascend, are less than `value`. */
export function countBelow(values: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many are less than or equal to it. */
export function countUpTo(values: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
