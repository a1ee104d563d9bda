/** Up to here sorting is as fast. */
const FEW = 32;

/**
 * The value that would be at `nth` if the values were sorted ascending, in linear time on average (Hoare's quickselect).
 *
 * @param values without NaN; their order is changed
 * @param nth from 0 to before the number of values, else the result is NaN
 */
export function selectNth(values: Float64Array, nth: number): number {
  if (!(nth >= 0 && nth < values.length)) return Number.NaN;
  let first = 0;
  let last = values.length - 1;
  while (last - first > FEW) {
    const split = partition(values, first, last);
    if (nth <= split) last = split;
    else first = split + 1;
  }
  return values.subarray(first, last + 1).sort()[nth - first] ?? Number.NaN;
}

/** Up to the place that is given back no value is greater than any after it. */
function partition(values: Float64Array, first: number, last: number): number {
  const pivot = medianOf(values[first] ?? 0, values[(first + last) >> 1] ?? 0, values[last] ?? 0);
  let low = first;
  let high = last;
  for (;;) {
    while ((values[low] ?? 0) < pivot) low += 1;
    while ((values[high] ?? 0) > pivot) high -= 1;
    if (low >= high) return high < last ? high : last - 1;
    const kept = values[low] ?? 0;
    values[low] = values[high] ?? 0;
    values[high] = kept;
    low += 1;
    high -= 1;
  }
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
