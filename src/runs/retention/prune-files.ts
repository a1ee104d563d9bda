import { readdir } from "node:fs/promises";
import type { Act } from "../../core/names/audit.ts";
import { parseRunId, type RunId } from "../../core/names/ids.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import type { OldRuns } from "../../store/retention/old-runs.ts";
import { listOldRunsWithFiles, removeOldArtifacts } from "../../store/retention/old-files.ts";
import { resultsFolder } from "../kinds/callback/artifact-writer.ts";
import { type PruneDeps, removeRunFiles } from "./remove-run-files.ts";

const RUNS_AT_ONCE = 50;

/**
 * Removes the files of runs that ended long ago, here and in the depot, and keeps the runs with their figures: files take the
 * room, and clearing the task that wrote one makes it anew. A run whose files could not be removed keeps their rows, and the
 * error is thrown.
 *
 * @returns of how many runs
 */
export async function pruneFiles(old: OldRuns, act: Act, deps: PruneDeps): Promise<number> {
  const { database, home, signal } = deps;
  const { olderThanMs, dagId } = old;
  let here = await runsWithFolder(home);
  let runs = 0;
  while (!isStopped(signal)) {
    const found = await listOldRunsWithFiles(database, old, { here, limit: RUNS_AT_ONCE });
    for (const id of found) await removeRunFiles(id, deps);
    const removed = await inTransaction(database, async (transaction) => {
      const ids = await removeOldArtifacts(transaction, old, found);
      const details = { older_than: formatDuration(olderThanMs), only: "files", runs: ids.length, ids };
      if (ids.length > 0) await recordAct(transaction, { action: "prune", dagId, details }, act);
      return ids.length;
    });
    here = here.filter((id) => !found.includes(id));
    runs += removed;
    // Fewer than were found: the others are held by somebody else, who prunes too, or begins one again.
    if (found.length < RUNS_AT_ONCE || removed === 0) break;
  }
  return runs;
}

/** Those of scripts have files that have no row. */
async function runsWithFolder(home: string): Promise<readonly RunId[]> {
  const names = await readdir(resultsFolder(home)).catch(() => []);
  return names.flatMap((name) => (name.startsWith("run_") ? (parseRunId(name.slice("run_".length)) ?? []) : []));
}

function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
