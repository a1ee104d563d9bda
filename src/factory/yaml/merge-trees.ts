import type { MapEntry, MapNode, SourceNode } from "./source-tree.ts";

/**
 * The one merge rule: maps merge by key, at every depth; everything else, lists too, replaces.
 * An empty value (`lookback:` or `lookback: null`) takes the key out again.
 *
 * @param over wins
 * @param under the inherited one
 */
export function mergeTrees(over: SourceNode, under: SourceNode): SourceNode {
  if (over.kind !== "map" || under.kind !== "map") return over;
  const entries = new Map<string, MapEntry>();
  // Inherited keys keep their order, so that inheriting a grid does not renumber its cells.
  for (const [key, inherited] of under.entries) {
    const own = over.entries.get(key);
    if (own === undefined) entries.set(key, inherited);
    else if (!isEmptyValue(own.value)) {
      entries.set(key, { keyPlace: own.keyPlace, value: mergeTrees(own.value, inherited.value) });
    }
  }
  for (const [key, own] of over.entries) if (!under.entries.has(key)) entries.set(key, own);
  return { ...over, entries };
}

function isEmptyValue(node: SourceNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/**
 * What stands under `backtest` next to `backtests` is shared by all of these blocks:
 * each block is merged over it, and `backtest` is gone afterwards.
 */
export function shareBacktest(root: MapNode): MapNode {
  const shared = root.entries.get("backtest");
  const blocks = root.entries.get("backtests");
  if (shared === undefined || blocks?.value.kind !== "map") return root;
  const merged = [...blocks.value.entries].map(([name, block]): [string, MapEntry] => [
    name,
    { keyPlace: block.keyPlace, value: mergeTrees(block.value, shared.value) },
  ]);
  const entries = new Map(root.entries);
  entries.delete("backtest");
  entries.set("backtests", { keyPlace: blocks.keyPlace, value: { ...blocks.value, entries: new Map(merged) } });
  return { ...root, entries };
}
