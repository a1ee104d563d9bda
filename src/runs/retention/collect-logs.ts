import { inTransaction } from "../../store/connection/transaction.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { removeLogLines } from "../../store/retention/due-files.ts";
import { type DueRun, lockDueRuns } from "../../store/retention/due-runs.ts";
import type { CollectDeps, Removal } from "./collect-batch.ts";
import type { Tally } from "./tally.ts";

/** Of one transaction, so that none is long. */
const LINES_AT_ONCE = 10_000;

/**
 * Removes the log of a run that is due, piece by piece, each under the lock on the run: one that is begun again meanwhile keeps what is left.
 *
 * @param removal the audit has it, unless `details` is null
 */
export async function collectLog(
  run: DueRun,
  { due, act, details }: Pick<Removal, "due" | "act"> & { readonly details: Removal["details"] | null },
  { tally, deps }: { readonly tally: Tally; readonly deps: CollectDeps },
): Promise<void> {
  const { database, signal } = deps;
  for (let isFirst = true; ; isFirst = false) {
    signal?.throwIfAborted();
    const removed = await inTransaction(database, async (transaction) => {
      const locked = await lockDueRuns(transaction, due, [run.id]);
      if (locked.length === 0) return null;
      const gone = await removeLogLines(transaction, [run.id], LINES_AT_ONCE);
      if (isFirst && gone.lines > 0 && details !== null) {
        const said = { ...details, only: "logs", runs: 1, ids: [run.id] };
        await recordAct(transaction, { action: "prune", dagId: run.dagId, details: said }, act);
      }
      return gone;
    });
    if (removed === null) return;
    tally.add("logs", run.dagId, { count: removed.lines, bytes: removed.bytes });
    if (removed.lines < LINES_AT_ONCE) return;
  }
}
