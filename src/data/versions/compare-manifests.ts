import { setImmediate } from "node:timers/promises";
import type { Bars } from "../../engine/bars.ts";
import type { Chunk } from "../chunks/chunk.ts";
import { joinChunks } from "../chunks/join-chunks.ts";
import type { ObjectStore } from "../chunks/object-store.ts";
import type { Manifest } from "../snapshots/manifest.ts";
import { compareBars } from "./compare-bars.ts";
import type { SymbolChanges, VersionChanges } from "../../core/versions/version-changes.ts";

/**
 * What changed from one manifest to another. Only chunks that are not in both are read; those of a time of which the
 * other has no bars at all are counted by the manifest.
 *
 * @param before null: nothing was known, so that all is added
 * @param mostTold symbols whose changes are told one by one
 * @returns null when this host lacks a chunk that would have to be read
 * @throws AppError DATASET_INVALID when a chunk is damaged
 */
export async function compareManifests(
  before: Manifest | null,
  after: Manifest,
  { store, mostTold }: { readonly store: ObjectStore; readonly mostTold: number },
): Promise<VersionChanges | null> {
  const [old, young] = [bySymbol(before), bySymbol(after)];
  const symbols = [...new Set([...old.keys(), ...young.keys()])].sort();
  const changed: SymbolChanges[] = [];
  for (const symbol of symbols) {
    const changes = await compareSymbol(symbol, { old: old.get(symbol), young: young.get(symbol), store });
    if (changes === null) return null;
    if (changes.added + changes.revised + changes.removed === 0) continue;
    changed.push(changes);
    await setImmediate();
  }
  const sum = (kind: "added" | "revised" | "removed"): number => changed.reduce((all, one) => all + one[kind], 0);
  const hasOtherYear = before !== null && before.barsPerYear !== after.barsPerYear;
  return {
    symbolsAdded: symbols.filter((symbol) => !old.has(symbol)),
    symbolsRemoved: symbols.filter((symbol) => !young.has(symbol)),
    rows: { added: sum("added"), revised: sum("revised"), removed: sum("removed") },
    symbols: changed.slice(0, mostTold),
    untold: Math.max(0, changed.length - mostTold),
    ...(hasOtherYear && { barsPerYear: { before: before.barsPerYear, after: after.barsPerYear } }),
  };
}

function bySymbol(manifest: Manifest | null): ReadonlyMap<string, readonly Chunk[]> {
  return Map.groupBy(manifest?.chunks ?? [], ({ symbol }) => symbol);
}

interface Sides {
  readonly old: readonly Chunk[] | undefined;
  readonly young: readonly Chunk[] | undefined;
  readonly store: ObjectStore;
}

async function compareSymbol(symbol: string, { old = [], young = [], store }: Sides): Promise<SymbolChanges | null> {
  const [gone, come] = [without(old, young), without(young, old)];
  const counts = { added: 0, revised: 0, removed: 0 };
  const first: SymbolChanges["first"][number][] = [];
  for (const [kind, own, others] of [["removed", gone, come] as const, ["added", come, gone] as const]) {
    for (const { rows, from } of own.filter((chunk) => !isMet(chunk, others))) {
      counts[kind] += rows;
      first.push({ kind, time: from });
    }
  }
  const [was, is] = await Promise.all([
    joined(
      symbol,
      gone.filter((chunk) => isMet(chunk, come)),
      store,
    ),
    joined(
      symbol,
      come.filter((chunk) => isMet(chunk, gone)),
      store,
    ),
  ]);
  if (was === null || is === null) return null;
  const found = compareBars(was, is);
  return {
    symbol,
    added: counts.added + found.added,
    revised: found.revised,
    removed: counts.removed + found.removed,
    fields: found.fields,
    first: firstOf([...first, ...found.first]),
  };
}

/** Chunks that are not among the others: years may have been cut otherwise, as the last one is. */
function without(chunks: readonly Chunk[], others: readonly Chunk[]): readonly Chunk[] {
  const there = new Set(others.map(({ period, sha256 }) => `${period} ${sha256}`));
  return chunks.filter(({ period, sha256 }) => !there.has(`${period} ${sha256}`));
}

/** Whether any of the others has bars of its time. */
function isMet(chunk: Chunk, others: readonly Chunk[]): boolean {
  return others.some(({ from, to }) => chunk.from <= to && from <= chunk.to);
}

async function joined(symbol: string, chunks: readonly Chunk[], store: ObjectStore): Promise<Bars | null> {
  const [bars = null] = (await joinChunks([symbol], chunks, store)) ?? [];
  return bars;
}

const PLACES_OF_EACH_KIND = 3;

/** Three rows of each kind; a revised one counts once, however many of its fields have changed. */
function firstOf(places: SymbolChanges["first"]): SymbolChanges["first"] {
  const sorted = places.toSorted((a, b) => a.time - b.time);
  const shown = new Map<string, Set<number>>();
  return sorted.filter(({ kind, time }) => {
    const times = shown.get(kind) ?? new Set();
    shown.set(kind, times);
    if (times.size < PLACES_OF_EACH_KIND) times.add(time);
    return times.has(time);
  });
}
