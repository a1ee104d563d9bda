import type { SourceBar } from "../source.ts";
import type { ChartPoint } from "./chart-points.ts";

/**
 * Bars of the points in them: open and close are the first and the last point, high and low the outermost. The volume is what was
 * traded in the 24 hours before the last point: of a day that is that of the day but for the hour after it, and two
 * of them must never be added up where bars are shorter.
 *
 * @param points ascending
 * @param lengthMs of a bar; bars begin at multiples of it since 1970
 */
export function barsOfPoints(points: readonly ChartPoint[], lengthMs: number): readonly SourceBar[] {
  const bars: SourceBar[] = [];
  for (const { time, price, dayVolume } of points) {
    const begin = Math.floor(time / lengthMs) * lengthMs;
    const before = bars.at(-1);
    if (before?.time !== begin) {
      bars.push({ time: begin, open: price, high: price, low: price, close: price, volume: dayVolume });
      continue;
    }
    const high = Math.max(before.high, price);
    const low = Math.min(before.low, price);
    bars[bars.length - 1] = { ...before, high, low, close: price, volume: dayVolume };
  }
  return bars;
}
