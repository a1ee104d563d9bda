import type { Bars } from "../../engine/bars.ts";
import { alignBars } from "../../engine/panel/panel.ts";

/** When the bars of a sweep begin: those of several symbols are traded on the union of their times. */
export function timeLineOf(bars: readonly Bars[]): Float64Array {
  const [first] = bars;
  return first === undefined || bars.length > 1 ? alignBars(bars).time : first.time;
}
