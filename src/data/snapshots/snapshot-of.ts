import type { SnapshotId } from "../../core/names/ids.ts";
import type { Snapshot, SymbolRange } from "../dataset.ts";
import type { Manifest } from "./manifest.ts";

/** A manifest as those who read bars see it. */
export function snapshotOf(id: SnapshotId, manifest: Manifest, warnings: readonly string[]): Snapshot {
  const { timeframe, barsPerYear, symbols, chunks } = manifest;
  const bySymbol = Map.groupBy(chunks, ({ symbol }) => symbol);
  const ranges = symbols.map((symbol): SymbolRange => {
    const own = bySymbol.get(symbol) ?? [];
    return {
      symbol,
      bars: own.reduce((sum, { rows }) => sum + rows, 0),
      ...(own.some(({ hasDividends }) => hasDividends === true) && { hasDividends: true }),
      from: own[0]?.from ?? 0,
      to: own.at(-1)?.to ?? 0,
    };
  });
  return { id, timeframe, barsPerYear, symbols: ranges, warnings, manifest };
}
