/** Index of the first bar, from `from` on, at that time or later, of ascending times; the number of bars when there is none. */
export function firstAtOrAfter(time: Float64Array, at: number, from = 0): number {
  let low = from;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
