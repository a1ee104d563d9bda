import type { Act } from "../../core/names/audit.ts";
import { FILE_KINDS } from "../../core/retention/retention-spec.ts";
import { formatDuration } from "../../core/time/duration.ts";
import type { CollectDeps } from "./collect-batch.ts";
import { collectResults, collectRuns, type DueKind } from "./collect-runs.ts";
import { measureDue } from "./measure-due.ts";
import { dueOnceOlder, runsOfGoldens } from "./retention-rules.ts";
import { Tally } from "./tally.ts";

/** Runs that ended longer ago, by the database's clock. */
export interface OldRuns {
  readonly olderThanMs: number;
  /** Null for all. */
  readonly dagId: string | null;
  /** Their files alone: the runs stay, with their figures. */
  readonly isFilesOnly: boolean;
}

/** What `pruneRuns` would remove. */
export async function measureOld(old: OldRuns, deps: Pick<CollectDeps, "database" | "home">): Promise<Tally> {
  return measureDue(await kindsOf(old, deps), await runsOfGoldens(deps.home), deps);
}

/**
 * Removes runs that ended long ago: their logs, their files and what is written of them, each with a row in the audit; at last the
 * results that no run has any more. Those that goldens were taken from stay, and results that a later run has as cached cells.
 *
 * @throws AppError as `collectBatch` and `runsOfGoldens`
 */
export async function pruneRuns(old: OldRuns, act: Act, deps: CollectDeps): Promise<Tally> {
  const tally = new Tally();
  const kept = await runsOfGoldens(deps.home);
  const details = { older_than: formatDuration(old.olderThanMs) };
  for (const kind of await kindsOf(old, deps)) await collectRuns(kind, { act, details }, { kept, tally, deps });
  if (!old.isFilesOnly) await collectResults({ tally, deps });
  return tally;
}

async function kindsOf(old: OldRuns, { database }: Pick<CollectDeps, "database">): Promise<readonly DueKind[]> {
  const due = await dueOnceOlder(database, old);
  return old.isFilesOnly ? FILE_KINDS.map((kind) => ({ kind, due })) : [{ kind: "rows", due }];
}
