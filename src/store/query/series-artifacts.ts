import type { RunId } from "../../core/names/ids.ts";
import { type ArtifactRow, artifactOf, type StoredArtifact } from "../artifacts.ts";
import type { Connection } from "../connection/transaction.ts";

export interface NamedArtifact extends ArtifactRow {
  readonly runId: RunId;
}

/** The files of some runs that have one of these names, by run. */
export async function listNamedArtifacts(
  connection: Connection,
  runs: readonly RunId[],
  names: readonly string[],
): Promise<readonly NamedArtifact[]> {
  const { rows } = await connection.query<StoredArtifact & { readonly runId: RunId }>({
    name: "list-named-artifacts",
    text: `
      select run_id as "runId", name, path, bytes::float8 as bytes, key, sha256 from artifact
      where run_id = any($1::text[]) and name = any($2::text[])
      order by run_id, name`,
    values: [runs, names],
  });
  return rows.map(({ runId, ...row }) => ({ runId, ...artifactOf(row) }));
}
