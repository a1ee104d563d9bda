import { sha256 } from "../../core/values/hash.ts";
import type { Depot } from "../../depot/depot.ts";
import { packManifest } from "../../files/packed-manifest.ts";
import { chunkSize } from "../chunks/join-chunks.ts";
import type { Chunk } from "../chunks/chunk.ts";
import type { SnapshotStores } from "../chunks/object-store.ts";
import { chunkKey, manifestKey, plainManifestKey } from "./depot-keys.ts";
import { type Manifest, manifestBytes, manifestId } from "./manifest.ts";

/** Chunks that are asked for, or put, at a time. */
const AT_A_TIME = 16;

/**
 * Puts a snapshot of this host into a depot for the others: chunks that are not there yet, and at last the manifest. One whose
 * manifest is there is there whole. Any number of hosts may put the same at a time.
 *
 * @returns false when this host lacks a chunk of it, or has one that is damaged: nobody is to be given that
 * @throws AppError as the depot's
 */
export async function shareSnapshot(manifest: Manifest, own: SnapshotStores, depot: Depot): Promise<boolean> {
  const id = manifestId(manifest);
  const bytes = manifestBytes(manifest);
  const packed = packManifest(bytes, null);
  if ((await depot.sizeOf(manifestKey(id))) === packed.length) return true;
  if ((await depot.sizeOf(plainManifestKey(id))) === bytes.length) return true;
  // Periods in which prices are the same to the bit share a chunk.
  const chunks = [...new Map(manifest.chunks.map((chunk) => [chunk.sha256, chunk])).values()];
  for (let next = 0; next < chunks.length; next += AT_A_TIME) {
    const some = chunks.slice(next, next + AT_A_TIME);
    const put = await Promise.all(some.map((chunk) => shareChunk(chunk, own, depot)));
    if (put.includes(false)) return false;
  }
  await depot.put(manifestKey(id), packed);
  return true;
}

async function shareChunk(chunk: Chunk, own: SnapshotStores, depot: Depot): Promise<boolean> {
  const key = chunkKey(chunk.sha256);
  if ((await depot.sizeOf(key)) === chunkSize(chunk)) return true;
  const bytes = await own.chunks.get(chunk.sha256);
  if (bytes === null || sha256(bytes) !== chunk.sha256) return false;
  await depot.put(key, bytes);
  return true;
}
