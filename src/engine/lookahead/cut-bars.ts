import type { Bars } from "../bars.ts";
import { transformBars } from "../transform-bars.ts";

/** The bars with from ≤ time < to (milliseconds UTC), as copies, so that nothing reaches beyond them through a shared buffer. */
export function cutBars(bars: Bars, from: number, to: number): Bars {
  const start = countBefore(bars.time, from);
  const end = countBefore(bars.time, to);
  return transformBars(bars, (column) => column.slice(start, end));
}

function countBefore(time: Float64Array, at: number): number {
  const found = time.findIndex((own) => own >= at);
  return found < 0 ? time.length : found;
}
