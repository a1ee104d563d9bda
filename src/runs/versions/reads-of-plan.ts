import type { SnapshotId } from "../../core/names/ids.ts";
import type { DataReads } from "../../core/names/states.ts";
import { type BacktestSpec, isEngineSpec } from "../../factory/dag-spec.ts";
import type { DatasetVersionId } from "../../store/datasets/dataset-versions.ts";
import type { RunDeps } from "../run-deps.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import { isStoredPast } from "../market/stored-prices.ts";
import { pinKnownVersion } from "./known-version.ts";
import type { PlannedRead } from "./planned-read.ts";
import { readOfSnapshot } from "./propose-version.ts";

/** The data that a backtest is to be opened with, in place of those of today. */
export interface DataPin {
  /** Null where it reads no frozen data. */
  readonly snapshotId: SnapshotId | null;
  /** Null where they have none. */
  readonly versionId: DatasetVersionId | null;
}

interface RepeatedPins {
  readonly snapshots: readonly (SnapshotId | null)[];
  readonly versions: readonly (DatasetVersionId | null)[];
}

/** Those of the run that is repeated, or of the version that the DAG names; null for those of today. @throws AppError as `pinKnownVersion` */
export async function pinOf(
  backtest: BacktestSpec,
  { pinned, index }: { readonly pinned: RepeatedPins | undefined; readonly index: number },
  { database, data }: Pick<RunDeps, "database" | "data">,
): Promise<DataPin | null> {
  if (pinned !== undefined) {
    return { snapshotId: pinned.snapshots[index] ?? null, versionId: pinned.versions[index] ?? null };
  }
  // The past of prices in the database is read from their revisions.
  if (!isEngineSpec(backtest) || isStoredPast(backtest.data)) return null;
  return pinKnownVersion(backtest.data, { database, versions: data.versions });
}

/** Which version a backtest reads that is open. */
export async function readOf(
  { backtest, prepared }: Sweep,
  pin: DataPin | null,
  { database, data }: Pick<RunDeps, "database" | "data">,
): Promise<PlannedRead> {
  if (prepared.snapshotId === null) return { kind: "own" };
  if (pin !== null) return pin.versionId === null ? { kind: "unversioned" } : { kind: "known", id: pin.versionId };
  if (prepared.market === null || !isEngineSpec(backtest)) return { kind: "unversioned" };
  return readOfSnapshot(prepared.market.snapshot, backtest.data, { database, versions: data.versions });
}

/** As it is written with a task. */
export function readsAs(read: PlannedRead | undefined): DataReads {
  switch (read?.kind) {
    case undefined:
    case "own":
      return "own";
    case "unversioned":
      return "unversioned";
    case "known":
    case "new":
      return "versioned";
  }
}

/** As it is written with a run. */
export function readsOfRun({ reads }: { readonly reads: readonly PlannedRead[] }): DataReads {
  const all = new Set(reads.map(readsAs));
  if (all.has("unversioned")) return "unversioned";
  return all.has("versioned") ? "versioned" : "own";
}
