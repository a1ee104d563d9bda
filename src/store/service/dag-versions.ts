import type { DagVersion } from "../run/dags.ts";
import type { Connection } from "../connection/transaction.ts";

/** Those of these hashes that there are. */
export async function readDagVersions(
  connection: Connection,
  hashes: readonly string[],
): Promise<readonly DagVersion[]> {
  const { rows } = await connection.query<DagVersion>({
    name: "read-dag-versions",
    text: `select hash, dag_id as "dagId", yaml, spec from dag_version where hash = any($1::text[])`,
    values: [hashes],
  });
  return rows;
}

export interface SeenVersion {
  readonly hash: string;
  readonly firstSeen: Date;
  /** When a run of it was asked for last; null for never. */
  readonly lastSeen: Date | null;
  readonly runs: number;
}

/** The versions of a DAG, the latest first. */
export async function listSeenVersions(
  connection: Connection,
  dagId: string,
  limit: number,
): Promise<readonly SeenVersion[]> {
  const { rows } = await connection.query<SeenVersion>({
    name: "list-seen-versions",
    text: `
      select version.hash, version.created_at as "firstSeen", max(run.created_at) as "lastSeen", count(run.id)::int as runs
      from (select hash, created_at from dag_version where dag_id = $1 order by created_at desc, hash limit $2) version
      left join run on run.dag_hash = version.hash and run.dag_id = $1
      group by version.hash, version.created_at order by version.created_at desc, version.hash`,
    values: [dagId, limit],
  });
  return rows;
}
