import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import type { Manifest } from "../../data/snapshots/manifest.ts";
import type { MissingChunks } from "../../data/versions/pin-version.ts";
import type { ReadStream } from "../../data/versions/stream-of.ts";
import type { VersionChanges } from "../../core/versions/version-changes.ts";

/** Versions of data as far as they lie on this host: their chunks. What there is to know of them is in the database. */
export interface VersionPort {
  streamOf(request: DataSpec): ReadStream;
  /** What changed; null when this host lacks the chunks to tell. @param mostTold symbols that are told one by one */
  compare(before: Manifest | null, after: Manifest, mostTold: number): Promise<VersionChanges | null>;
  /** Makes what a request reads of a version a snapshot of this host. */
  pin(version: Manifest, request: DataSpec): Promise<SnapshotId | MissingChunks>;
}
