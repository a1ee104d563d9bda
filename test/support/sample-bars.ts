import type { LoadedSnapshot } from "../../src/data/dataset.ts";
import { cutManifest, manifestId } from "../../src/data/snapshots/manifest.ts";
import { snapshotOf } from "../../src/data/snapshots/snapshot-of.ts";
import type { Bars } from "../../src/engine/bars.ts";

const DAY_MS = 86_400_000;

/** A wave with a trend, the same every time: crossovers happen, and no two days are equal. */
export function sampleBars(count = 300): Bars {
  const column = (valueAt: (day: number) => number) => Float64Array.from({ length: count }, (_, day) => valueAt(day));
  return {
    symbol: "TEST",
    time: column((day) => day * DAY_MS),
    open: column((day) => priceAt(day - 0.5)),
    high: column((day) => Math.max(priceAt(day - 0.5), priceAt(day)) + 1),
    low: column((day) => Math.min(priceAt(day - 0.5), priceAt(day)) - 1),
    close: column(priceAt),
    volume: column(() => 1000),
  };
}

function priceAt(day: number): number {
  return 100 + day * 0.05 + 10 * Math.sin(day / 9) + 4 * Math.sin(day / 3.7);
}

export function sampleSnapshot(bars: Bars = sampleBars()): LoadedSnapshot {
  const { manifest } = cutManifest({ timeframe: "1d", barsPerYear: 252 }, [bars]);
  return { snapshot: snapshotOf(manifestId(manifest), manifest, []), bars: [bars] };
}
