import { AppError } from "../../core/errors/app-error.ts";
import type { VersionChanges } from "../../core/versions/version-changes.ts";
import {
  type DatasetVersionRow,
  listVersionedDatasets,
  listVersions,
  readNumberedVersion,
} from "../../store/datasets/dataset-versions.ts";
import type { RunDeps } from "../run-deps.ts";
import { manifestOfVersion } from "./propose-version.ts";

export interface ComparedVersions {
  readonly before: DatasetVersionRow;
  readonly after: DatasetVersionRow;
  readonly changes: VersionChanges;
}

/** Of each dataset, where none is named. */
const MOST_LISTED = 1000;

/** Versions of a dataset, the latest first. @throws AppError DATASET_VERSION_NOT_FOUND, naming the datasets that have any */
export async function listVersionsOf(
  dataset: string,
  { database }: Pick<RunDeps, "database">,
): Promise<readonly DatasetVersionRow[]> {
  const versions = await listVersions(database, dataset, MOST_LISTED);
  if (versions.length === 0) throw await noVersions(dataset, { database });
  return versions;
}

/**
 * What changed from one version to another, which may be of two datasets.
 *
 * @param names `sp500@12` each; of the second one the number alone is enough
 * @param mostTold symbols that are told one by one
 * @throws AppError USAGE, DATASET_VERSION_NOT_FOUND; CHUNKS_MISSING where this host lacks what would have to be compared
 */
export async function compareVersions(
  [first, second]: readonly [string, string],
  { database, data }: Pick<RunDeps, "database" | "data">,
  mostTold: number,
): Promise<ComparedVersions> {
  const old = versionName(first);
  const now = versionName(/^\d+$/.test(second) ? `${old.dataset}@${second}` : second);
  const before = await requireVersion(old, { database });
  const after = await requireVersion(now, { database });
  const manifests = await Promise.all([before, after].map((row) => manifestOfVersion(database, row)));
  const [was = null, is] = manifests;
  const changes = is === undefined ? null : await data.versions.compare(was, is, mostTold);
  if (changes !== null) return { before, after, changes };
  const hosts = [...new Set([before.host, after.host])].join(" and ");
  const text = `This host lacks chunks of ${first} or of ${nameOf(after)}, so that their rows cannot be compared`;
  throw new AppError("CHUNKS_MISSING", text, {
    hint: `${hosts} has written them: set NIGHTGRID_ARTIFACTS on all hosts, or copy what is missing of its .nightgrid/chunks/ into that folder here.`,
  });
}

export function nameOf({ dataset, version }: Pick<DatasetVersionRow, "dataset" | "version">): string {
  return `${dataset}@${version}`;
}

interface VersionName {
  readonly dataset: string;
  readonly version: number;
}

function versionName(text: string): VersionName {
  const [, dataset, version] = /^(.+)@(\d{1,9})$/s.exec(text) ?? [];
  if (dataset !== undefined && version !== undefined) return { dataset, version: Number(version) };
  throw new AppError("USAGE", `"${text}" is no version of a dataset.`, {
    hint: "Write its dataset and its number, such as sp500@12. `nightgrid data versions` lists them.",
  });
}

async function requireVersion(
  { dataset, version }: VersionName,
  { database }: Pick<RunDeps, "database">,
): Promise<DatasetVersionRow> {
  const row = await readNumberedVersion(database, dataset, version);
  if (row !== null) return row;
  const [last] = await listVersionsOf(dataset, { database });
  throw new AppError("DATASET_VERSION_NOT_FOUND", `There is no version ${version} of ${dataset}`, {
    hint: `The last one is ${last?.version ?? 0}; \`nightgrid data versions '${dataset}'\` lists them.`,
    details: { dataset, version },
  });
}

async function noVersions(dataset: string, { database }: Pick<RunDeps, "database">): Promise<AppError> {
  const there = await listVersionedDatasets(database);
  const hint =
    there.length === 0
      ? "The first run that reads data records a version of them."
      : `There are versions of ${there.slice(0, 10).join(", ")}${there.length > 10 ? ` and ${there.length - 10} more` : ""}.`;
  return new AppError("DATASET_VERSION_NOT_FOUND", `There is no version of ${dataset}`, { hint, details: { dataset } });
}
