import os from "node:os";
import { manifestBytes, manifestId } from "../../data/snapshots/manifest.ts";
import type { RunId } from "../../core/names/ids.ts";
import {
  type DatasetVersionId,
  insertDatasetVersion,
  lockDataset,
  readVersionAt,
} from "../../store/datasets/dataset-versions.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import type { VersionPort } from "../market/version-port.ts";
import type { NewContent, PlannedRead } from "./planned-read.ts";
import { propose } from "./propose-version.ts";

/** By whom and for what data are read. */
export interface ReadFor {
  readonly runId: RunId | null;
  readonly command: string;
  readonly actor: string | null;
}

/**
 * The version of each read, in the order of the list; null of those that have none. New ones are written, each content once,
 * however many find it at the same time: they wait for each other here, one dataset after the other by name.
 */
export async function pinReads(
  transaction: Transaction,
  reads: readonly PlannedRead[],
  { reason, versions }: { readonly reason: ReadFor; readonly versions: VersionPort },
): Promise<readonly (DatasetVersionId | null)[]> {
  const ids = new Map<number, DatasetVersionId>();
  const inOrder = [...reads.entries()].toSorted(([, a], [, b]) => (nameOf(a) < nameOf(b) ? -1 : 1));
  for (const [index, read] of inOrder) {
    if (read.kind === "known") ids.set(index, read.id);
    if (read.kind === "new") ids.set(index, await recordVersion(transaction, read.found, { reason, versions }));
  }
  return reads.map((_, index) => ids.get(index) ?? null);
}

function nameOf(read: PlannedRead): string {
  return read.kind === "new" ? read.found.stream.dataset : "";
}

async function recordVersion(
  transaction: Transaction,
  found: NewContent,
  { reason, versions }: { readonly reason: ReadFor; readonly versions: VersionPort },
): Promise<DatasetVersionId> {
  const { stream } = found;
  await lockDataset(transaction, stream.dataset);
  const last = await readVersionAt(transaction, stream);
  const isStill = (last?.id ?? null) === found.proposal.parentId;
  const proposal = isStill ? found.proposal : await propose(found, { connection: transaction, versions });
  if ("id" in proposal) return proposal.id;
  const { manifest, parentId, isWhole, changes } = proposal;
  const { id } = await insertDatasetVersion(transaction, {
    ...stream,
    ...reason,
    host: os.hostname(),
    snapshotId: manifestId(manifest),
    parentId,
    isWhole,
    symbols: manifest.symbols.length,
    bars: manifest.chunks.reduce((sum, { rows }) => sum + rows, 0),
    manifest: manifestBytes(manifest),
    changes,
  });
  return id;
}
