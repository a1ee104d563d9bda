import { revisedBars, type RevisionOptions, type SymbolRevision } from "../../analytics/regression/revised-bars.ts";
import { snapshotId } from "../../core/names/ids.ts";
import { type DatasetVersionId, type DatasetVersionRow, readVersions } from "../../store/datasets/dataset-versions.ts";
import { readCodeTexts, type ResultInputs } from "../../store/inputs/result-inputs.ts";
import type { RunDeps } from "../run-deps.ts";
import { changedInputs, hasSameBars, type InputChange, partOf } from "./changed-inputs.ts";
import { type FileChange, fileChanges } from "./file-changes.ts";

/** What the results of one sweep are made of and those of another one are not. */
export interface InputsComparison {
  /** Null where what one of them is made of was not kept: it was planned by an older version. */
  readonly changes: readonly InputChange[] | null;
  /** Null where the files of one of them are not known. */
  readonly files: readonly FileChange[] | null;
  readonly data: DataChange;
  /** Of the data that each of them read; null where they have none. */
  readonly versions: ComparedPair<DatasetVersionRow | null>;
}

export interface ComparedPair<T> {
  readonly before: T;
  readonly after: T;
}

export type DataChange =
  | { readonly kind: "same" }
  /** At least one of the snapshots is not on this host, or was made by another one that removed it. */
  | { readonly kind: "unknown" }
  | { readonly kind: "changed"; readonly symbols: readonly SymbolRevision[] };

type CompareDeps = Pick<RunDeps, "database" | "data">;

/** What results were made of. */
export interface MadeOf {
  /** Null where it was not kept. */
  readonly inputs: ResultInputs | null;
  readonly datasetVersionId: DatasetVersionId | null;
}

export async function compareInputs(
  of: ComparedPair<MadeOf>,
  { database, data }: CompareDeps,
  options: RevisionOptions = {},
): Promise<InputsComparison> {
  const [before, after] = [of.before.inputs, of.after.inputs];
  const versions = await versionsOf(of, database);
  if (before === null || after === null) return { changes: null, files: null, data: { kind: "unknown" }, versions };
  return {
    versions,
    changes: changedInputs(before, after),
    files: await changedFiles(before, after, database),
    data: hasSameBars(before, after)
      ? { kind: "same" }
      : await changedData(partOf(before, "snapshot"), partOf(after, "snapshot"), { data, options }),
  };
}

async function versionsOf(
  { before, after }: ComparedPair<MadeOf>,
  database: RunDeps["database"],
): Promise<InputsComparison["versions"]> {
  const [old, now] = [before.datasetVersionId, after.datasetVersionId];
  const rows = await readVersions(
    database,
    [old, now].filter((id) => id !== null),
  );
  const of = (id: DatasetVersionId | null) => rows.find((row) => row.id === id) ?? null;
  return { before: of(old), after: of(now) };
}

async function changedFiles(
  before: ResultInputs,
  after: ResultInputs,
  database: RunDeps["database"],
): Promise<readonly FileChange[] | null> {
  if (before.files === null || after.files === null) return null;
  const hashes = new Set([...before.files, ...after.files].map(({ hash }) => hash));
  return fileChanges(before.files, after.files, await readCodeTexts(database, [...hashes]));
}

async function changedData(
  before: unknown,
  after: unknown,
  { data, options }: { readonly data: RunDeps["data"]; readonly options: RevisionOptions },
): Promise<DataChange> {
  if (before === after) return { kind: "same" };
  const [old, now] = await Promise.all([before, after].map((id) => openedBars(id, data)));
  if (!old || !now) return { kind: "unknown" };
  return { kind: "changed", symbols: revisedBars(old, now, options) };
}

async function openedBars(id: unknown, data: RunDeps["data"]) {
  if (typeof id !== "string") return null;
  const loaded = await data.open(snapshotId(id)).catch(() => null);
  return loaded?.bars ?? null;
}
