import { setImmediate } from "node:timers/promises";
import type { Bars } from "../../engine/bars.ts";
import type { Chunk } from "../chunks/chunk.ts";
import { joinChunks } from "../chunks/join-chunks.ts";
import type { ObjectStore } from "../chunks/object-store.ts";
import type { Manifest } from "../snapshots/manifest.ts";
import { compareBars } from "./compare-bars.ts";
import type { SymbolChanges, VersionChanges } from "../../core/versions/version-changes.ts";

/**
 * What changed from one manifest to another. Only chunks that are not in both are read; those of a period that one of the two
 * does not have at all are counted by the manifest.
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

function bySymbol(manifest: Manifest | null): ReadonlyMap<string, ReadonlyMap<string, Chunk>> {
  const groups = Map.groupBy(manifest?.chunks ?? [], ({ symbol }) => symbol);
  return new Map([...groups].map(([symbol, chunks]) => [symbol, new Map(chunks.map((one) => [one.period, one]))]));
}

type Periods = ReadonlyMap<string, Chunk>;

interface Sides {
  readonly old: Periods | undefined;
  readonly young: Periods | undefined;
  readonly store: ObjectStore;
}

async function compareSymbol(
  symbol: string,
  { old = new Map(), young = new Map(), store }: Sides,
): Promise<SymbolChanges | null> {
  const counts = { added: 0, revised: 0, removed: 0 };
  const differing: (readonly [Chunk, Chunk])[] = [];
  const first: SymbolChanges["first"][number][] = [];
  for (const [period, chunk] of old) {
    const other = young.get(period);
    if (other !== undefined && other.sha256 !== chunk.sha256) differing.push([chunk, other]);
    if (other !== undefined) continue;
    counts.removed += chunk.rows;
    first.push({ kind: "removed", time: chunk.from });
  }
  for (const [period, chunk] of young) {
    if (old.has(period)) continue;
    counts.added += chunk.rows;
    first.push({ kind: "added", time: chunk.from });
  }
  const sides = await Promise.all(
    [0, 1].map((side) =>
      joined(
        symbol,
        differing.map((pair) => pair[side] ?? pair[0]),
        store,
      ),
    ),
  );
  const [was, is] = sides;
  if (was === null || is === null || was === undefined || is === undefined) return null;
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
