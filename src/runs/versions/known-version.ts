import { AppError } from "../../core/errors/app-error.ts";
import type { KnownData } from "../../core/versions/known-data.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import {
  type DataStream,
  type DatasetVersionId,
  type DatasetVersionRow,
  listVersions,
  readNumberedVersion,
  readVersionAt,
} from "../../store/datasets/dataset-versions.ts";
import type { VersionPort } from "../market/version-port.ts";
import { pastSpan } from "./past-span.ts";
import { manifestOfVersion } from "./propose-version.ts";

/** Data of a version, as a run is pinned to them. */
export interface PinnedVersion {
  readonly snapshotId: SnapshotId;
  readonly versionId: DatasetVersionId;
}

/**
 * The version that a request names, with its data on this host; null where it names none.
 *
 * @throws AppError DATASET_VERSION_NOT_FOUND, saying which there are; CHUNKS_MISSING when this host lacks its data
 */
export async function pinKnownVersion(
  request: DataSpec,
  { database, versions }: { readonly database: Connection; readonly versions: VersionPort },
): Promise<PinnedVersion | null> {
  const { known } = request;
  if (known === undefined) return null;
  const stream = versions.streamOf(request);
  const row = await findVersion(stream, known, database);
  const manifest = await manifestOfVersion(database, row);
  refuseUnknownSymbols(row, request, manifest.symbols);
  const pinned = await versions.pin(manifest, request);
  if (typeof pinned !== "string") throw notHere(row, pinned);
  return { snapshotId: pinned, versionId: row.id };
}

async function findVersion(stream: DataStream, known: KnownData, database: Connection): Promise<DatasetVersionRow> {
  if ("version" in known) {
    const row = await readNumberedVersion(database, stream.dataset, known.version);
    if (row?.reading === stream.reading) return row;
    const text = `There is no version ${known.version} of ${stream.dataset}`;
    throw await noSuchVersion(row === null ? text : readOtherwise(row, stream), stream, database);
  }
  const span = await pastSpan(known.asOf, stream.dataset, database);
  const row = await readVersionAt(database, stream, span.to);
  if (row !== null) return row;
  throw await noSuchVersion(`Nothing of ${stream.dataset} was known as of ${known.asOf}`, stream, database);
}

const MOST_NAMED = 5;

async function noSuchVersion(text: string, stream: DataStream, database: Connection): Promise<AppError> {
  const there = (await listVersions(database, stream.dataset, 1000)).filter(
    ({ reading }) => reading === stream.reading,
  );
  const named = there
    .slice(0, MOST_NAMED)
    .map(({ version, knownAt }) => `${version} (known since ${knownAt.toISOString()})`);
  const more = there.length > MOST_NAMED ? ` and ${there.length - MOST_NAMED} older` : "";
  const hint =
    there.length === 0
      ? "It has no version that is read in this way: the first run that reads it records one."
      : `There are ${named.join(", ")}${more}; \`nightgrid data versions '${stream.dataset}'\` lists them.`;
  return new AppError("DATASET_VERSION_NOT_FOUND", text, {
    hint,
    details: { dataset: stream.dataset, versions: there.map(({ version }) => version) },
  });
}

function readOtherwise({ version, dataset, reading }: DatasetVersionRow, stream: DataStream): string {
  return `Version ${version} of ${dataset} was read otherwise (${reading}, not ${stream.reading})`;
}

function refuseUnknownSymbols(
  { version, dataset, isWhole }: DatasetVersionRow,
  { symbols }: DataSpec,
  there: readonly string[],
): void {
  const unknown = symbols.find((symbol) => !there.includes(symbol));
  if (unknown === undefined && (isWhole || symbols.length > 0)) return;
  const has = `It has ${listed(there)}`;
  if (unknown === undefined) {
    const text = `Version ${version} of ${dataset} holds only the symbols that runs have asked for, and all are asked for`;
    throw new AppError("DATASET_VERSION_NOT_FOUND", text, { hint: `${has}: name those that are wanted in symbols.` });
  }
  throw new AppError("DATASET_VERSION_NOT_FOUND", `Version ${version} of ${dataset} has no symbol "${unknown}"`, {
    hint: `${has}. \`nightgrid data versions '${dataset}'\` shows when others came.`,
    details: { dataset, symbol: unknown },
  });
}

function listed(names: readonly string[]): string {
  const [shown, rest] = [names.slice(0, 10).join(", "), names.length - 10];
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function notHere(
  { dataset, version, host }: DatasetVersionRow,
  { missing, wanted }: { readonly missing: number; readonly wanted: number },
): AppError {
  const text = `This host lacks ${missing} of the ${wanted} chunks of version ${version} of ${dataset}`;
  return new AppError("CHUNKS_MISSING", text, {
    hint: `The host ${host} has written them: set NIGHTGRID_ARTIFACTS on all hosts, or copy what is missing of its .nightgrid/chunks/ into that folder here.`,
    details: { dataset, version, missing, wanted, host },
  });
}
