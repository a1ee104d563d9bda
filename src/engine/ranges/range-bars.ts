import type { BarRange } from "../../core/values/bar-range.ts";
import type { Bars } from "../bars.ts";
import { alignBars } from "../panel/panel.ts";
import { transformBars } from "../transform-bars.ts";

/**
 * Part of the bars, over the same memory. Of several symbols a range counts the times at which any of them has a bar.
 *
 * @throws RangeError when there is no such range
 */
export function rangeBars(bars: readonly Bars[], { from, to }: BarRange): readonly Bars[] {
  const [first] = bars;
  const time = bars.length === 1 && first !== undefined ? first.time : alignBars(bars).time;
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to <= from || to > time.length) {
    throw new RangeError(`There are ${time.length} bars, and none from ${from} up to ${to}`);
  }
  return bars.map((own) => {
    const begin = own.time === time ? from : firstAtOrAfter(own.time, time[from] ?? 0);
    const end = own.time === time ? to : firstAtOrAfter(own.time, time[to] ?? Number.POSITIVE_INFINITY);
    return transformBars(own, (column) => column.subarray(begin, end));
  });
}

/** Index of the first bar at that time or later; the number of bars when there is none. */
function firstAtOrAfter(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((time[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
