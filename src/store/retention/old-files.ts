import type { RunId } from "../../core/names/ids.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";
import { IS_OLD, type OldRuns } from "./old-runs.ts";

/** Old runs that have files, by their rows or because they have a folder here; so many, those that ended first. */
export async function listOldRunsWithFiles(
  connection: Connection,
  { olderThanMs, dagId }: OldRuns,
  { here, limit }: { readonly here: readonly RunId[]; readonly limit: number },
): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>({
    name: "list-old-runs-with-files",
    text: `
      select id from run
      where ${IS_OLD} and (id = any ($3::text[]) or exists (select from artifact where artifact.run_id = run.id))
      order by finished_at limit $4`,
    values: [olderThanMs, dagId, here, limit],
  });
  return rows.map(({ id }) => id);
}

/** Removes what is written of their files, of those that are still old; gives back which. */
export async function removeOldArtifacts(
  transaction: Transaction,
  { olderThanMs, dagId }: OldRuns,
  runs: readonly RunId[],
): Promise<readonly RunId[]> {
  const { rows } = await transaction.query<{ id: RunId }>({
    name: "remove-old-artifacts",
    text: `
      with old as (
        select id from run where ${IS_OLD} and id = any ($3::text[]) order by run.id for no key update skip locked),
      gone as (delete from artifact using old where artifact.run_id = old.id)
      select id from old`,
    values: [olderThanMs, dagId, runs],
  });
  return rows.map(({ id }) => id);
}
