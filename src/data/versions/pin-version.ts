import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import type { Chunk } from "../chunks/chunk.ts";
import { chunkSize, joinChunks } from "../chunks/join-chunks.ts";
import type { SnapshotStores } from "../chunks/object-store.ts";
import { measuredBarsPerYear } from "../freeze-bars.ts";
import type { Manifest } from "../snapshots/manifest.ts";
import { putManifest } from "../snapshots/snapshot-store.ts";

/** Asked for at a time, as some may have to be over the wire. */
const AT_A_TIME = 16;

/** Chunks that a host would need, and does not have. */
export interface MissingChunks {
  readonly missing: number;
  readonly wanted: number;
}

/**
 * Makes what a request reads of a version a snapshot of this host, which runs can be pinned to.
 *
 * @param version with all symbols that are asked for
 * @throws AppError DISK_FULL; DATASET_INVALID when a chunk is damaged
 */
export async function pinVersion(
  version: Manifest,
  request: DataSpec,
  stores: SnapshotStores,
): Promise<SnapshotId | MissingChunks> {
  const symbols = request.symbols.length > 0 ? request.symbols : version.symbols;
  const chunks = version.chunks.filter(({ symbol }) => symbols.includes(symbol));
  const missing = await countMissing(chunks, stores);
  if (missing > 0) return { missing, wanted: chunks.length };
  const manifest = { ...version, symbols, chunks };
  if (request.dataset !== null) return putManifest(manifest, stores);
  // Files do not say how many bars a year has: it is measured in what is read.
  const bars = await joinChunks(symbols, chunks, stores.chunks);
  if (bars === null) return { missing: 1, wanted: chunks.length };
  return putManifest({ ...manifest, barsPerYear: measuredBarsPerYear(bars, request.session) }, stores);
}

async function countMissing(chunks: readonly Chunk[], { chunks: store }: SnapshotStores): Promise<number> {
  let missing = 0;
  for (let next = 0; next < chunks.length; next += AT_A_TIME) {
    const some = chunks.slice(next, next + AT_A_TIME);
    const found = await Promise.all(some.map((chunk) => store.has(chunk.sha256, chunkSize(chunk))));
    missing += found.filter((isThere) => !isThere).length;
  }
  return missing;
}
