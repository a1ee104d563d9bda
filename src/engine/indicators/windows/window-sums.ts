/**
 * Sum of the last `window` values. Each window is the end of one block of `window` bars and the beginning of the next, added
 * up apart and then together: nothing is ever subtracted, so what a large value has rounded away does not stay behind when it
 * has left, and a NaN is gone with its window. O(n).
 *
 * @param window bars, at least 1
 * @returns one element per bar, NaN until the window is full
 */
export function windowSums(source: Float64Array, window: number): Float64Array {
  const count = source.length;
  const sums = new Float64Array(count).fill(Number.NaN);
  if (window > count) return sums;
  const tails = new Float64Array(window + 1);
  let head = 0;
  for (let start = 0; start < count; start += window) {
    const end = Math.min(start + window, count);
    head = 0;
    for (let bar = start; bar < end; bar++) {
      head += source[bar] ?? Number.NaN;
      const place = bar - start + 1;
      if (bar >= window - 1) sums[bar] = place === window ? head : (tails[place] ?? 0) + head;
    }
    if (end - start < window) break;
    let tail = 0;
    for (let place = window - 1; place > 0; place--) {
      tail += source[start + place] ?? Number.NaN;
      tails[place] = tail;
    }
  }
  return sums;
}

/** Mean of the last `window` values, by `windowSums`. */
export function windowMeans(source: Float64Array, window: number): Float64Array {
  return windowSums(source, window).map((sum) => sum / window);
}
