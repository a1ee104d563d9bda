import type { RunId } from "../core/names/ids.ts";
import type { AttemptId } from "./run/attempts.ts";
import type { Connection } from "./connection/transaction.ts";

export interface ArtifactRow {
  /** Plain file name. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Where it lies in the project's depot; null where it is on the disk of one host alone. */
  readonly inDepot: DepotPlace | null;
}

export interface DepotPlace {
  readonly key: string;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** Who writes an artifact; one that has lost its attempt writes none (I2). */
export interface ArtifactOwner {
  readonly runId: RunId;
  readonly attemptId: AttemptId;
}

/**
 * Writes one down, in place of an earlier one of that name.
 *
 * @returns the key of the earlier one in the depot, which nobody needs any more; null for none. False when the attempt was
 *   taken back, or has ended
 */
export async function addArtifact(
  connection: Connection,
  { runId, attemptId }: ArtifactOwner,
  artifact: ArtifactRow,
): Promise<string | null | false> {
  const { name, path, bytes, inDepot } = artifact;
  const { rows } = await connection.query<{ earlier: string | null }>(
    `with earlier as (select key from artifact where run_id = $1 and name = $2)
     insert into artifact (run_id, name, path, bytes, key, sha256)
     select $1, $2, $3, $4, $6, $7 where exists (select from attempt where id = $5 and state = 'running')
     on conflict (run_id, name) do update set path = $3, bytes = $4, key = $6, sha256 = $7, created_at = now()
     returning (select key from earlier) as earlier`,
    [runId, name, path, bytes, attemptId, inDepot?.key ?? null, inDepot?.sha256 ?? null],
  );
  const [written] = rows;
  if (written === undefined) return false;
  return written.earlier === inDepot?.key ? null : written.earlier;
}

/** A row of `artifact`. */
export interface StoredArtifact extends Omit<ArtifactRow, "inDepot"> {
  readonly key: string | null;
  readonly sha256: string | null;
}

export async function listArtifacts(connection: Connection, runId: RunId): Promise<readonly ArtifactRow[]> {
  const { rows } = await connection.query<StoredArtifact>(
    `select name, path, bytes::float8 as bytes, key, sha256 from artifact where run_id = $1 order by name`,
    [runId],
  );
  return rows.map(artifactOf);
}

export function artifactOf({ key, sha256, ...row }: StoredArtifact): ArtifactRow {
  return { ...row, inDepot: key === null || sha256 === null ? null : { key, sha256 } };
}
