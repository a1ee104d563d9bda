import { DAY_MS } from "../../../core/time/calendar-year.ts";
import type { Waste } from "../waste.ts";
import type { DataPlace, FoundData } from "./data-place.ts";
import type { NeededData } from "./needed-data.ts";

/** What was used since then is left alone: its run may not be written down yet. */
const GRACE_MS = DAY_MS;
const CHUNKS_AT_ONCE = 500;

/**
 * Frozen data that neither a kept run nor a kept version names. Manifests go before their chunks, since what has a manifest is taken
 * for whole. A manifest that somebody puts meanwhile, and that names a chunk which is gone, goes at last: the next who has its data
 * puts all of it there again. A manifest that others are packed like stays, with its chunks, for as long as they do.
 */
export async function* findNeedlessData(place: DataPlace, needed: NeededData, now: Date): AsyncGenerator<Waste> {
  const before = new Date(now.getTime() - GRACE_MS);
  const chunks = new Set(needed.chunks);
  const manifests: FoundData[] = [];
  for await (const found of place.manifests()) manifests.push(found);
  const kept = manifests.filter(({ name, changedAt }) => needed.snapshots.has(name) || changedAt >= before);
  const staying = new Set(kept.map(({ name }) => name));
  for (const { name } of kept) {
    const like = await place.likeOf(name);
    if (like !== null) staying.add(like);
  }
  for (const name of staying) for (const chunk of await place.chunksOf(name)) chunks.add(chunk);
  for (const found of manifests) if (!staying.has(found.name)) yield manifestWaste(place, found, before);
  const gone = new Set<string>();
  let some: FoundData[] = [];
  for await (const found of place.chunks()) {
    if (chunks.has(found.name) || found.changedAt >= before) continue;
    some.push(found);
    gone.add(found.name);
    if (some.length < CHUNKS_AT_ONCE) continue;
    yield chunksWaste(place, some, before);
    some = [];
  }
  if (some.length > 0) yield chunksWaste(place, some, before);
  if (gone.size === 0) return;
  for await (const found of place.manifests()) {
    if (staying.has(found.name)) continue;
    const names = await place.chunksOf(found.name);
    if (names.some((name) => gone.has(name))) yield { ...manifestWaste(place, found, new Date()), count: 0 };
  }
}

function manifestWaste(place: DataPlace, { name, bytes }: FoundData, before: Date): Waste {
  const what = `snapshot ${name} in ${place.address}`;
  return { kind: place.kind, what, count: 1, bytes, remove: () => place.removeManifest(name, before) };
}

function chunksWaste(place: DataPlace, some: readonly FoundData[], before: Date): Waste {
  const names = some.map(({ name }) => name);
  const bytes = some.reduce((sum, found) => sum + found.bytes, 0);
  const what = `data in ${place.address}`;
  return { kind: place.kind, what, count: some.length, bytes, remove: () => place.removeChunks(names, before) };
}
