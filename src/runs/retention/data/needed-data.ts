import { isMap } from "../../../core/values/document-shape.ts";
import type { DataSpec } from "../../../core/spec/data-spec.ts";
import { parseManifest } from "../../../data/snapshots/manifest.ts";
import { streamOf } from "../../../data/versions/stream-of.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { readVersionManifest } from "../../../store/datasets/dataset-versions.ts";
import { listBacktestSpecs } from "../../../store/retention/dags-in-force.ts";
import { listKeptVersions, listReadSnapshots, type NamedVersion } from "../../../store/retention/needed-data.ts";

/** Frozen data that somebody needs, by their SHA-256. */
export interface NeededData {
  readonly snapshots: ReadonlySet<string>;
  /** Those of snapshots that a host does not have are not among them. */
  readonly chunks: ReadonlySet<string>;
}

/**
 * What runs that are kept have read, and what versions of data that are kept consist of.
 *
 * @param keepMs for how long a version is kept after another one has followed on it; null: for ever
 */
export async function readNeededData(
  connection: Connection,
  { home, keepMs }: { readonly home: string; readonly keepMs: number | null },
): Promise<NeededData> {
  const snapshots = new Set(await listReadSnapshots(connection));
  const chunks = new Set<string>();
  const named = versionsOf(await listBacktestSpecs(connection), home);
  for (const { id, snapshotId } of await listKeptVersions(connection, { keepMs, named })) {
    snapshots.add(snapshotId);
    const manifest = parseManifest(await readVersionManifest(connection, id), `version ${id} of data`);
    for (const { sha256 } of manifest.chunks) chunks.add(sha256);
  }
  return { snapshots, chunks };
}

/** `data: { version: 12 }` */
function versionsOf(backtests: readonly unknown[], home: string): readonly NamedVersion[] {
  return backtests.flatMap((backtest) => {
    const data = isMap(backtest) && isMap(backtest["data"]) ? backtest["data"] : null;
    const known = data !== null && isMap(data["known"]) ? data["known"] : null;
    const version = known?.["version"];
    if (data === null || typeof version !== "number") return [];
    // Whole, since only what was checked is stored.
    return [{ dataset: streamOf(data as unknown as DataSpec, home).dataset, version }];
  });
}
