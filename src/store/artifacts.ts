import type { RunId } from "../core/names/ids.ts";
import type { AttemptId } from "./run/attempts.ts";
import type { Connection } from "./connection/transaction.ts";

export interface ArtifactRow {
  /** Plain file name. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/** Who writes an artifact; one that has lost its attempt writes none (I2). */
export interface ArtifactOwner {
  readonly runId: RunId;
  readonly attemptId: AttemptId;
}

/** False when the attempt was taken back, or has ended. */
export async function addArtifact(
  connection: Connection,
  { runId, attemptId }: ArtifactOwner,
  artifact: ArtifactRow,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `insert into artifact (run_id, name, path, bytes)
     select $1, $2, $3, $4 where exists (select from attempt where id = $5 and state = 'running')
     on conflict (run_id, name) do update set path = $3, bytes = $4, created_at = now()`,
    [runId, artifact.name, artifact.path, artifact.bytes, attemptId],
  );
  return rowCount === 1;
}

export async function listArtifacts(connection: Connection, runId: RunId): Promise<readonly ArtifactRow[]> {
  const { rows } = await connection.query<ArtifactRow>(
    `select name, path, bytes::float8 as bytes from artifact where run_id = $1 order by name`,
    [runId],
  );
  return rows;
}
