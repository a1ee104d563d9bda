import type { SnapshotId } from "../../core/names/ids.ts";
import type { Bars } from "../../engine/bars.ts";
import { layoutOf } from "../bars/allocate-bars.ts";
import type { Snapshot, SymbolRange } from "../dataset.ts";
import { joinedLayout } from "../chunks/join-chunks.ts";
import type { Manifest } from "./manifest.ts";

/** A manifest as those who read bars see it. */
export function snapshotOf(id: SnapshotId, manifest: Manifest, warnings: readonly string[]): Snapshot {
  const { timeframe, barsPerYear, symbols, chunks } = manifest;
  const bySymbol = Map.groupBy(chunks, ({ symbol }) => symbol);
  const ranges = symbols.map((symbol): SymbolRange => {
    const own = bySymbol.get(symbol) ?? [];
    return {
      ...joinedLayout(symbol, own),
      from: own[0]?.from ?? 0,
      to: own.at(-1)?.to ?? 0,
    };
  });
  return { id, timeframe, barsPerYear, symbols: ranges, warnings, manifest };
}

/** What a snapshot says of the bars of one symbol. */
export function rangeOf(bars: Bars): SymbolRange {
  return { ...layoutOf(bars), from: bars.time[0] ?? 0, to: bars.time.at(-1) ?? 0 };
}
