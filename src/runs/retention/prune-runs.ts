import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { listOldRuns, type OldRuns, removeLogLines, removeOldRuns } from "../../store/retention/old-runs.ts";
import { listOrphanedBases, removeOrphanedResults } from "../../store/retention/orphaned-results.ts";
import { removeOrphanedInputs } from "../../store/inputs/result-inputs.ts";
import { settleBase } from "../../store/sweep/batches.ts";
import { type PruneDeps, removeRunFiles } from "./remove-run-files.ts";

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
    for (const id of found) await removeRunFiles(id, deps);
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
