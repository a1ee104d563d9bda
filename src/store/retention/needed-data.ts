import type { Connection } from "../connection/transaction.ts";
import type { DatasetVersionId } from "../datasets/dataset-versions.ts";

/** Snapshots that runs which are kept have read, or are to read. */
export async function listReadSnapshots(connection: Connection): Promise<readonly string[]> {
  const { rows } = await connection.query<{ id: string }>({
    name: "list-read-snapshots",
    text: `
      select unnest(snapshot_ids) as id from run union
      select snapshot_id from task where snapshot_id is not null`,
  });
  return rows.map(({ id }) => id);
}

export interface NamedVersion {
  readonly dataset: string;
  readonly version: number;
}

export interface KeptVersion {
  readonly id: DatasetVersionId;
  readonly snapshotId: string;
}

/**
 * Versions whose data are kept: the last one of each dataset as it is read, those that were the last one at any moment of the past
 * `keepMs`, those that kept runs have read, and those that are named.
 *
 * @param keepMs null: all
 */
export async function listKeptVersions(
  connection: Connection,
  { keepMs, named }: { readonly keepMs: number | null; readonly named: readonly NamedVersion[] },
): Promise<readonly KeptVersion[]> {
  const { rows } = await connection.query<KeptVersion>({
    name: "list-kept-versions",
    text: `
      with followed as (
        select id, dataset, version, snapshot_id, lead(known_at) over (partition by dataset, reading order by known_at) as until
        from dataset_version)
      select id::text, snapshot_id as "snapshotId" from followed
      where $1::float8 is null or until is null or until > now() - $1::float8 * interval '1 ms'
        or exists (select from task where task.dataset_version_id = followed.id)
        or exists (select from run where followed.id = any (run.dataset_version_ids))
        or (dataset, version) in (select * from unnest($2::text[], $3::int[]))`,
    values: [keepMs, named.map(({ dataset }) => dataset), named.map(({ version }) => version)],
  });
  return rows;
}
