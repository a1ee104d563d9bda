import { rm } from "node:fs/promises";
import path from "node:path";
import type { Act } from "../../core/names/audit.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { keysIn } from "../../depot/keys-in.ts";
import type { ProjectDepot } from "../../depot/project-depot.ts";
import { listArtifacts } from "../../store/artifacts.ts";
import { runFolder } from "../files/depot-keys.ts";
import type { RunId } from "../../core/names/ids.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import { listOldRuns, type OldRuns, removeLogLines, removeOldRuns } from "../../store/retention/old-runs.ts";
import { listOrphanedBases, removeOrphanedResults } from "../../store/retention/orphaned-results.ts";
import { removeOrphanedInputs } from "../../store/inputs/result-inputs.ts";
import { settleBase } from "../../store/sweep/batches.ts";
import { resultsFolder } from "../kinds/callback/artifact-writer.ts";

export interface PruneDeps {
  readonly database: Database;
  /** The project's folder, with `results/` in it. */
  readonly home: string;
  /** Where files of runs lie too. */
  readonly depot?: ProjectDepot;
  /** Stops between two batches when it fires; what was removed until then stays removed. */
  readonly signal?: AbortSignal;
}

export interface Pruned {
  readonly runs: number;
  /** Batches of results that no run has any more. */
  readonly results: number;
}

/** Of each transaction, so that none is long: what happens meanwhile waits for no more than one of them. */
const RUNS_AT_ONCE = 50;
const LINES_AT_ONCE = 10_000;
const RESULTS_AT_ONCE = 100;

/**
 * Removes runs that ended long ago: first their files, then their logs, then what is written of them, with a row in the
 * audit; at last the results that no run has any more. Results that a later run has as cached cells stay. A run whose files
 * could not be removed stays, and the error is thrown; one that is cut off in between has its rows without its files.
 */
export async function pruneRuns(old: OldRuns, act: Act, deps: PruneDeps): Promise<Pruned> {
  const { database, signal } = deps;
  let runs = 0;
  while (!isStopped(signal)) {
    const found = await listOldRuns(database, old, RUNS_AT_ONCE);
    for (const id of found) await removeFiles(id, deps);
    while (found.length > 0 && (await removeLogLines(database, found, LINES_AT_ONCE)) > 0) signal?.throwIfAborted();
    const removed = await inTransaction(database, async (transaction) => {
      const ids = await removeOldRuns(transaction, old, found);
      if (ids.length > 0) await recordAct(transaction, deedOf(old, ids), act);
      return ids.length;
    });
    runs += removed;
    // Fewer than were found: the others are held by somebody else, who prunes too, or begins one again.
    if (found.length < RUNS_AT_ONCE || removed === 0) break;
  }
  return { runs, results: await removeOrphans(deps) };
}

function deedOf({ olderThanMs, dagId }: OldRuns, runs: readonly RunId[]) {
  const details = { older_than: formatDuration(olderThanMs), runs: runs.length, ids: runs };
  return { action: "prune", dagId, details } as const;
}

/** Its folder alone: what a callback has written elsewhere is not ours. */
async function removeFiles(id: RunId, { home, database, depot }: PruneDeps): Promise<void> {
  if (depot !== undefined) await depot.depot.remove(await keysIn(depot.depot, `${runFolder(id)}/`));
  else if ((await listArtifacts(database, id)).some(({ inDepot }) => inDepot !== null)) {
    throw new AppError("DEPOT_REFUSED", `Files of run ${id} lie in a depot that this process does not know`, {
      hint: "Set NIGHTGRID_ARTIFACTS to what it is where the run was computed: they would stay there for ever.",
    });
  }
  await rm(path.join(resultsFolder(home), runFolder(id)), { recursive: true, force: true });
}

async function removeOrphans({ database, signal }: PruneDeps): Promise<number> {
  let results = 0;
  while (!isStopped(signal)) {
    const bases = await listOrphanedBases(database, RESULTS_AT_ONCE);
    let removed = 0;
    for (const base of bases) {
      removed += await inTransaction(database, async (transaction) => {
        await settleBase(transaction, base);
        return removeOrphanedResults(transaction, base, RESULTS_AT_ONCE);
      });
    }
    results += removed;
    if (removed === 0) break;
  }
  await removeOrphanedInputs(database);
  return results;
}

function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
