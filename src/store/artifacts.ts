import type { RunId } from "../core/names/ids.ts";
import type { Connection } from "./connection/transaction.ts";

export interface ArtifactRow {
  /** Plain file name. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

export async function addArtifact(connection: Connection, runId: RunId, artifact: ArtifactRow): Promise<void> {
  await connection.query(
    `insert into artifact (run_id, name, path, bytes) values ($1, $2, $3, $4)
     on conflict (run_id, name) do update set path = $3, bytes = $4, created_at = now()`,
    [runId, artifact.name, artifact.path, artifact.bytes],
  );
}

export async function listArtifacts(connection: Connection, runId: RunId): Promise<readonly ArtifactRow[]> {
  const { rows } = await connection.query<ArtifactRow>(
    `select name, path, bytes::float8 as bytes from artifact where run_id = $1 order by name`,
    [runId],
  );
  return rows;
}
