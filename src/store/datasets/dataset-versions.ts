import type { Connection, Transaction } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { VersionChanges } from "../../core/versions/version-changes.ts";
import { packManifest, unpackManifest } from "../../files/packed-manifest.ts";

/** Database id of a version, a decimal string (bigint). */
export type DatasetVersionId = string;

/** Values that belong together: a dataset, read in one way. */
export interface DataStream {
  /** A name of the catalogue, or the files that a DAG names, from the project's folder. */
  readonly dataset: string;
  /** Canonical JSON of what a DAG says of how the files are read; `{}` for nothing. */
  readonly reading: string;
}

/** How a version came to be known. */
export interface VersionOrigin {
  /** Null where no run has read it. */
  readonly runId: string | null;
  /** Such as `run` or `schedule`. */
  readonly command: string;
  /** Null where nobody in particular asked for it. */
  readonly actor: string | null;
  /** The files or the service that it was read from. */
  readonly source: string;
  readonly host: string;
}

export interface NewDatasetVersion extends DataStream, VersionOrigin {
  readonly snapshotId: string;
  readonly parentId: DatasetVersionId | null;
  readonly isWhole: boolean;
  readonly symbols: number;
  readonly bars: number;
  /** Canonical JSON. */
  readonly manifest: Uint8Array;
  /** Null when it could not be told. */
  readonly changes: VersionChanges | null;
}

export interface DatasetVersionRow extends DataStream, VersionOrigin {
  readonly id: DatasetVersionId;
  readonly version: number;
  readonly snapshotId: string;
  readonly parentId: DatasetVersionId | null;
  readonly knownAt: Date;
  readonly isWhole: boolean;
  readonly symbols: number;
  readonly bars: number;
  readonly changes: VersionChanges | null;
}

const COLUMNS = `id::text, dataset, version, reading, snapshot_id as "snapshotId", parent_id::text as "parentId",
  known_at as "knownAt", is_whole as "isWhole", symbols, bars::float8 as bars, changes, run_id as "runId", command, actor,
  source, host`;

/** Versions of one dataset are written one at a time; until the end of the transaction. */
export async function lockDataset(transaction: Transaction, dataset: string): Promise<void> {
  await transaction.query("select pg_advisory_xact_lock(hashtextextended('nightgrid dataset ' || $1, 0))", [dataset]);
}

/** Its number follows on the last one of its dataset, and its moment is later. Expects the lock on the dataset. */
export async function insertDatasetVersion(
  transaction: Transaction,
  version: NewDatasetVersion,
): Promise<DatasetVersionRow> {
  const packed = await packLikeParent(transaction, version);
  const { rows } = await transaction.query<DatasetVersionRow>({
    name: "insert-dataset-version",
    text: `
      insert into dataset_version (dataset, version, reading, snapshot_id, parent_id, known_at, is_whole, symbols, bars,
        manifest, packed_like_id, changes, run_id, command, actor, source, host)
      select $1, coalesce(max(version), 0) + 1, $2, $3, $4,
        greatest(clock_timestamp(), max(known_at) + interval '1 microsecond'), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
        $15
      from dataset_version where dataset = $1
      returning ${COLUMNS}`,
    values: [
      version.dataset,
      version.reading,
      version.snapshotId,
      version.parentId,
      version.isWhole,
      version.symbols,
      version.bars,
      packed.bytes,
      packed.likeId,
      version.changes === null ? null : jsonText(version.changes),
      version.runId,
      version.command,
      version.actor,
      version.source,
      version.host,
    ],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("An inserted version did not come back");
  return row;
}

/** The last version of a dataset as it is read that was known at a moment; null when there was none. @param at absent: now */
export async function readVersionAt(
  connection: Connection,
  { dataset, reading }: DataStream,
  at: Date | null = null,
): Promise<DatasetVersionRow | null> {
  const { rows } = await connection.query<DatasetVersionRow>({
    name: "read-version-at",
    text: `
      select ${COLUMNS} from dataset_version
      where dataset = $1 and reading = $2 and ($3::timestamptz is null or known_at <= $3)
      order by known_at desc limit 1`,
    values: [dataset, reading, at],
  });
  return rows[0] ?? null;
}

export async function readNumberedVersion(
  connection: Connection,
  dataset: string,
  version: number,
): Promise<DatasetVersionRow | null> {
  const { rows } = await connection.query<DatasetVersionRow>({
    name: "read-numbered-version",
    text: `select ${COLUMNS} from dataset_version where dataset = $1 and version = $2`,
    values: [dataset, version],
  });
  return rows[0] ?? null;
}

/** The latest first. */
export async function listVersions(
  connection: Connection,
  dataset: string,
  limit: number,
): Promise<readonly DatasetVersionRow[]> {
  const { rows } = await connection.query<DatasetVersionRow>({
    name: "list-dataset-versions",
    text: `select ${COLUMNS} from dataset_version where dataset = $1 order by version desc limit $2`,
    values: [dataset, limit],
  });
  return rows;
}

/** The last version of each dataset, by name. */
export async function listLastVersions(connection: Connection): Promise<readonly DatasetVersionRow[]> {
  const { rows } = await connection.query<DatasetVersionRow>({
    name: "list-last-dataset-versions",
    text: `select distinct on (dataset) ${COLUMNS} from dataset_version order by dataset, version desc`,
    values: [],
  });
  return rows;
}

/** Those that there are, by dataset and number. */
export async function readVersions(
  connection: Connection,
  ids: readonly DatasetVersionId[],
): Promise<readonly DatasetVersionRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await connection.query<DatasetVersionRow>({
    name: "read-dataset-versions",
    text: `select ${COLUMNS} from dataset_version where id = any($1::int8[]) order by dataset, version`,
    values: [ids],
  });
  return rows;
}

/** Names of datasets that have versions, ascending. */
export async function listVersionedDatasets(connection: Connection): Promise<readonly string[]> {
  const { rows } = await connection.query<{ dataset: string }>(
    `select distinct dataset from dataset_version order by dataset`,
  );
  return rows.map(({ dataset }) => dataset);
}

/** The manifest of a version as canonical JSON. @throws Error when there is no such version */
export async function readVersionManifest(connection: Connection, id: DatasetVersionId): Promise<Uint8Array> {
  const { manifest, like } = await readPacked(connection, id);
  return unpackManifest(manifest, like === null ? null : unpackManifest(like, null));
}

interface PackedManifest {
  readonly bytes: Uint8Array;
  /** Null when it is packed by itself. */
  readonly likeId: DatasetVersionId | null;
}

/** A version that has changed so much is packed by itself, and those that follow are packed like it. */
const MOST_OF_WHOLE = 0.25;

/** All are packed like one that is packed by itself, so that two are unpacked at most. */
async function packLikeParent(
  connection: Connection,
  { manifest, parentId }: NewDatasetVersion,
): Promise<PackedManifest> {
  const whole = { bytes: packManifest(manifest, null), likeId: null };
  if (parentId === null) return whole;
  const parent = await readPacked(connection, parentId);
  const bytes = packManifest(manifest, unpackManifest(parent.like ?? parent.manifest, null));
  if (bytes.length > whole.bytes.length * MOST_OF_WHOLE) return whole;
  return { bytes, likeId: parent.likeId ?? parentId };
}

async function readPacked(connection: Connection, id: DatasetVersionId) {
  const { rows } = await connection.query<{ manifest: Buffer; like: Buffer | null; likeId: DatasetVersionId | null }>({
    name: "read-version-manifest",
    text: `
      select own.manifest, other.manifest as "like", other.id::text as "likeId"
      from dataset_version own left join dataset_version other on other.id = own.packed_like_id
      where own.id = $1`,
    values: [id],
  });
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no dataset version ${id}`);
  return row;
}
