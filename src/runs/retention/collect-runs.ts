import type { RunId } from "../../core/names/ids.ts";
import type { KeptKind } from "../../core/retention/retention-spec.ts";
import { removeOrphanedInputs } from "../../store/inputs/result-inputs.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { withFilesOf, withLogs } from "../../store/retention/due-files.ts";
import { type DueRun, type DueRuns, listDueRuns } from "../../store/retention/due-runs.ts";
import { listOrphanedBases, removeOrphanedResults } from "../../store/retention/orphaned-results.ts";
import { settleBase } from "../../store/sweep/batches.ts";
import { type CollectDeps, collectBatch, type Removal } from "./collect-batch.ts";
import { collectLog } from "./collect-logs.ts";
import { runsWithFolder } from "./run-folders.ts";
import type { Tally } from "./tally.ts";

/** Of each transaction, so that none is long: what happens meanwhile waits for no more than one of them. */
const RUNS_AT_ONCE = 50;
const RESULTS_AT_ONCE = 100;

/** A kind of what runs have, and of which runs it is due. */
export interface DueKind {
  readonly kind: KeptKind;
  readonly due: DueRuns;
}

/** Runs that stay as they are whatever the rules say, such as those of goldens. */
export type KeptRuns = ReadonlySet<RunId>;

/** Runs that have something of a kind which is due, those that ended first first. */
export async function findDue(
  { kind, due }: DueKind,
  kept: KeptRuns,
  { database, home }: Pick<CollectDeps, "database" | "home">,
): Promise<readonly DueRun[]> {
  const runs = due.rules.length === 0 ? [] : await listDueRuns(database, due);
  const free = runs.filter(({ id }) => !kept.has(id));
  if (kind === "rows" || free.length === 0) return free;
  const ids = free.map(({ id }) => id);
  if (kind === "logs") {
    const having = await withLogs(database, ids);
    return free.filter(({ id }) => having.has(id));
  }
  const having = await withFilesOf(database, ids, kind);
  const here = await runsWithFolder(home);
  return free.filter(({ id }) => having.has(id) || here.get(id)?.includes(kind) === true);
}

/** Removes what is due of one kind; with rows the logs and all files of the runs. What cannot be removed is told, and stays. */
export async function collectRuns(
  { kind, due }: DueKind,
  removal: Pick<Removal, "act" | "details">,
  { kept, tally, deps }: { readonly kept: KeptRuns; readonly tally: Tally; readonly deps: CollectDeps },
): Promise<void> {
  const runs = await findDue({ kind, due }, kept, deps);
  const to = { tally, deps };
  if (kind === "logs") {
    for (const run of runs) {
      if (isStopped(deps)) return;
      await collectLog(run, { due, ...removal }, to);
    }
    return;
  }
  for (let next = 0; next < runs.length && !isStopped(deps); next += RUNS_AT_ONCE) {
    const some = runs.slice(next, next + RUNS_AT_ONCE);
    if (kind === "rows") {
      const having = await withLogs(
        deps.database,
        some.map(({ id }) => id),
      );
      const logs = { due, act: removal.act, details: null };
      for (const run of some) if (having.has(run.id)) await collectLog(run, logs, to);
    }
    await collectBatch(some, { due, what: kind, ...removal }, to);
  }
}

/** Removes the results that no run has any more, as a cached cell or otherwise, and what they were made of. */
export async function collectResults({
  tally,
  deps,
}: {
  readonly tally: Tally;
  readonly deps: CollectDeps;
}): Promise<void> {
  const { database } = deps;
  for (let removed = 1; removed > 0 && !isStopped(deps); ) {
    removed = 0;
    for (const base of await listOrphanedBases(database, RESULTS_AT_ONCE)) {
      const gone = await inTransaction(database, async (transaction) => {
        await settleBase(transaction, base);
        return removeOrphanedResults(transaction, base, RESULTS_AT_ONCE);
      });
      tally.add("results", null, gone);
      removed += gone.count;
    }
  }
  await removeOrphanedInputs(database);
}

function isStopped({ signal }: CollectDeps): boolean {
  return signal?.aborted === true;
}
