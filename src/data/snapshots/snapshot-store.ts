import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { type SnapshotId, snapshotId } from "../../core/names/ids.ts";
import { sha256 } from "../../core/values/hash.ts";
import { type ProjectDepot, untilReached } from "../../depot/project-depot.ts";
import { fileStore } from "../chunks/file-store.ts";
import { chunkBytes, chunkSize, joinChunks } from "../chunks/join-chunks.ts";
import type { SnapshotStores } from "../chunks/object-store.ts";
import { type FarObjects, sharedStore } from "../chunks/shared-store.ts";
import type { CutChunk } from "../chunks/cut-chunks.ts";
import type { LoadedSnapshot } from "../dataset.ts";
import { chunkKey, getManifest, getNamed } from "./depot-keys.ts";
import { type CutManifest, type Manifest, manifestBytes, parseManifest } from "./manifest.ts";
import { manifestFile, type ManifestStore, manifestStore } from "./manifest-store.ts";
import { OLD_FORMAT, openOldSnapshot } from "./old-snapshot.ts";
import { snapshotOf } from "./snapshot-of.ts";
import { readWarnings, writeWarnings } from "./warnings-file.ts";

/** Where hosts leave snapshots for each other. */
export type SnapshotDepot = Pick<ProjectDepot, "depot" | "patienceMs">;

/** Files that are flushed at a time: so many cost little more than one. */
const PUT_AT_A_TIME = 16;

export function chunksFolder(home: string): string {
  return path.join(home, ".nightgrid", "chunks");
}

export function snapshotsFolder(home: string): string {
  return path.join(home, ".nightgrid", "snapshots");
}

/**
 * `.nightgrid/chunks/<sha256>` and `.nightgrid/snapshots/<sha256>/manifest.zst` of a project.
 *
 * @param depot what this host does not have is fetched from there, for as long as its patience lasts
 */
export function projectStores(home: string, depot?: SnapshotDepot): SnapshotStores {
  const chunks = fileStore(chunksFolder(home));
  const manifests = projectManifests(home);
  if (depot === undefined) return { chunks, manifests };
  return {
    chunks: sharedStore(chunks, farChunks(depot)),
    manifests: sharedStore(manifests, farManifests(depot)),
  };
}

/** The manifests that a host has. */
export function projectManifests(home: string): ManifestStore {
  return manifestStore(snapshotsFolder(home), path.join(home, ".nightgrid", "manifests"));
}

function farChunks({ depot, patienceMs }: SnapshotDepot): FarObjects {
  return {
    sizeOf: (hex) => untilReached(() => depot.sizeOf(chunkKey(hex)), { patienceMs }),
    get: (hex) => untilReached(() => getNamed(depot, chunkKey(hex), hex), { patienceMs }),
  };
}

/** How many bytes one is, only its content says: it is packed. */
function farManifests({ depot, patienceMs }: SnapshotDepot): FarObjects {
  const get = (id: string) => untilReached(() => getManifest(depot, id), { patienceMs });
  return { get, sizeOf: async (id) => (await get(id))?.length ?? null };
}

/**
 * Keeps a snapshot under its name; of its chunks, those that are not there yet. The manifest comes last, when all that it
 * names is safe, so that a snapshot is there whole or not at all.
 *
 * @throws AppError DISK_FULL
 */
export async function writeSnapshot(
  home: string,
  { manifest, cut }: CutManifest,
  warnings: readonly string[],
): Promise<SnapshotId> {
  const stores = projectStores(home);
  await putChunks(cut, stores);
  const id = await putManifest(manifest, stores);
  await writeWarnings(path.join(snapshotsFolder(home), id), warnings);
  return id;
}

async function putChunks(cut: readonly CutChunk[], { chunks: store }: SnapshotStores): Promise<void> {
  const absent: CutChunk[] = [];
  for (const one of cut) if (!(await store.has(one.chunk.sha256, chunkSize(one.chunk)))) absent.push(one);
  for (let next = 0; next < absent.length; next += PUT_AT_A_TIME) {
    const some = absent.slice(next, next + PUT_AT_A_TIME);
    const puts = some.map(({ chunk, bars }) => store.put(chunk.sha256, chunkBytes(bars)));
    // The others remove what they had begun, which they could not when the process ends with the first error.
    await Promise.allSettled(puts);
    await Promise.all(puts);
  }
  if (absent.length > 0) await store.settle();
}

/** Keeps a manifest all whose chunks are there. */
export async function putManifest(manifest: Manifest, { manifests }: SnapshotStores): Promise<SnapshotId> {
  const bytes = manifestBytes(manifest);
  const id = snapshotId(sha256(bytes));
  if (await manifests.has(id, bytes.length)) return id;
  await manifests.put(id, bytes);
  await manifests.settle();
  return id;
}

/**
 * A snapshot by its name; its bars lie in shared memory.
 *
 * @returns null when neither this host nor the depot has it, or not all chunks of it
 * @throws AppError DATASET_INVALID when its bytes are not those that it was named by; DEPOT_DAMAGED, and as the depot's
 */
export async function openSnapshot(
  home: string,
  id: SnapshotId,
  depot?: SnapshotDepot,
): Promise<LoadedSnapshot | null> {
  const stores = projectStores(home, depot);
  const folder = path.join(snapshotsFolder(home), id);
  const bytes = await stores.manifests.get(id);
  if (bytes === null) return null;
  if (sha256(bytes) !== id) return openOther(folder, id, bytes);
  const manifest = parseManifest(bytes, manifestFile(snapshotsFolder(home), id));
  const bars = await joinChunks(manifest.symbols, manifest.chunks, stores.chunks);
  if (bars === null) return null;
  return { snapshot: snapshotOf(id, manifest, readWarnings(folder)), bars };
}

/** The manifest of an old snapshot is not what names it. */
async function openOther(folder: string, id: SnapshotId, bytes: Uint8Array): Promise<LoadedSnapshot> {
  const text = new TextDecoder().decode(bytes);
  if (formatOf(text) === OLD_FORMAT) return openOldSnapshot(folder, id, text);
  throw new AppError("DATASET_INVALID", `Snapshot ${folder} is damaged: its manifest is not what it is named by`, {
    hint: "Delete that folder; the next run makes it again from the source.",
  });
}

function formatOf(text: string): unknown {
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === "object" && manifest !== null && "format" in manifest ? manifest.format : null;
  } catch {
    return null;
  }
}
