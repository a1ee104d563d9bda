import { manifestId, parseManifest, type Manifest } from "../../data/snapshots/manifest.ts";
import { isSameContent, mergeManifests } from "../../data/versions/merge-manifests.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { VersionChanges } from "../../core/versions/version-changes.ts";
import type { Snapshot } from "../../data/dataset.ts";
import { type DatasetVersionRow, readVersionAt, readVersionManifest } from "../../store/datasets/dataset-versions.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { VersionPort } from "../market/version-port.ts";
import type { NewContent, PlannedRead, Proposal } from "./planned-read.ts";

/** Symbols whose changes are kept with a version, one by one; `nightgrid data diff` tells all. */
const MOST_KEPT = 50;

/** The version of what was read; a new one when it is not what the last version says. Writes nothing. */
export async function readOfSnapshot(
  { manifest: read }: Snapshot,
  request: DataSpec,
  { database, versions }: { readonly database: Connection; readonly versions: VersionPort },
): Promise<PlannedRead> {
  if (read === undefined) return { kind: "unversioned" };
  const stream = versions.streamOf(request);
  const content = { stream, read, isWhole: request.symbols.length === 0, isYearSaid: request.dataset !== null };
  const found = await propose(content, { connection: database, versions });
  if ("id" in found) return { kind: "known", id: found.id };
  return { kind: "new", found: { ...content, proposal: found } };
}

/** The last version, where it says the same; else how a new one would follow on it. */
export async function propose(
  { stream, read, isWhole, isYearSaid }: Omit<NewContent, "proposal">,
  { connection, versions }: { readonly connection: Connection; readonly versions: VersionPort },
): Promise<DatasetVersionRow | Proposal> {
  const last = await readVersionAt(connection, stream);
  if (last !== null && isWhole && last.isWhole && last.snapshotId === manifestId(read)) return last;
  const known = last === null ? null : await manifestOfVersion(connection, last);
  const manifest = mergeManifests(known, read, isWhole);
  const becomesWhole = isWhole || last?.isWhole === true;
  const isSame = known !== null && isSameContent(known, manifest, isYearSaid);
  // All symbols have been read for the first time: it can be read whole from now on.
  if (last !== null && isSame && last.isWhole === becomesWhole) return last;
  const changes = await versions.compare(known, manifest, MOST_KEPT);
  const isCutOtherwise = known !== null && known.format !== manifest.format && known.timeframe === manifest.timeframe;
  if (last !== null && isCutOtherwise && isNothing(changes, isYearSaid) && last.isWhole === becomesWhole) return last;
  return { parentId: last?.id ?? null, manifest, isWhole: becomesWhole, changes };
}

/** Whether no bar was added, changed or taken away. */
function isNothing(changes: VersionChanges | null, isYearSaid: boolean): boolean {
  if (changes === null || (isYearSaid && changes.barsPerYear !== undefined)) return false;
  const { added, revised, removed } = changes.rows;
  return added + revised + removed === 0;
}

/** @throws AppError DATASET_INVALID for one of a newer format */
export async function manifestOfVersion(
  connection: Connection,
  { id, dataset, version }: Pick<DatasetVersionRow, "id" | "dataset" | "version">,
): Promise<Manifest> {
  return parseManifest(await readVersionManifest(connection, id), `Version ${version} of ${dataset}`);
}
