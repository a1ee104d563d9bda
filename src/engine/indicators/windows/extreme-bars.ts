/** Which end of a window is looked for: its highest value or its lowest. */
export type Side = 1 | -1;

/**
 * Index of the bar with the extreme of the last `window` values; of equal ones the latest, as in TA-Lib. −1 until the window
 * is full, and while a NaN is in it. Keeps a queue of the bars that can still become the extreme: O(n).
 */
export function extremeBars(source: Float64Array, window: number, side: Side): Int32Array {
  const count = source.length;
  const found = new Int32Array(count).fill(-1);
  const queue = new Int32Array(count);
  let head = 0;
  let tail = 0;
  let lastUnknown = -1;
  for (let bar = 0; bar < count; bar++) {
    const value = source[bar] ?? Number.NaN;
    if (Number.isNaN(value)) {
      lastUnknown = bar;
      head = tail;
      continue;
    }
    while (tail > head && side * ((source[queue[tail - 1] ?? 0] ?? Number.NaN) - value) <= 0) tail--;
    queue[tail++] = bar;
    if ((queue[head] ?? 0) <= bar - window) head++;
    if (bar >= window - 1 && bar - lastUnknown >= window) found[bar] = queue[head] ?? 0;
  }
  return found;
}

/** The extreme itself; NaN where there is none. */
export function extremeValues(source: Float64Array, window: number, side: Side): Float64Array {
  return Float64Array.from(extremeBars(source, window, side), (bar) => (bar < 0 ? Number.NaN : (source[bar] ?? 0)));
}
