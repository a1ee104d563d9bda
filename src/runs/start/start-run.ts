import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { readRun, readRunOfKey } from "../../store/run/runs.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import type { RunDeps } from "../run-deps.ts";
import { planRun, type RunPlan, type StartRequest } from "./run-plan.ts";
import { writeRun } from "./write-run.ts";

/**
 * Starts a run: pins it to its inputs, then writes run, tasks and first jobs in one transaction.
 * Any live worker takes it from there.
 *
 * @returns null when the DAG has a run of `tickAt` already
 * @throws AppError of the data, the strategy or the grid; nothing is written then
 */
export async function startRun(request: StartRequest, deps: RunDeps): Promise<RunId | null> {
  return startPlanned(await planRun(request, deps), deps);
}

/**
 * As `startRun`, with a plan that was made before. May be called again when the answer was lost with the connection: a plan
 * is started once. One with a key (see `deduplicated`) is not started where a run of that key is queued, running or
 * has succeeded.
 *
 * @param act of the person who starts it; absent for the scheduler
 * @throws AppError saying what this host lacks to compute it
 * @returns the id of that run then
 */
export async function startPlanned(
  plan: RunPlan,
  deps: Pick<RunDeps, "database" | "data">,
  act?: Act,
): Promise<RunId | null> {
  const { id, dagId, repeats, dedupeKey = null } = plan.run;
  for (const { prepared } of plan.sweeps) if (prepared.lacks !== undefined) throw prepared.lacks;
  if ((await readRun(deps.database, id)) !== null) return id;
  for (;;) {
    const written = await inTransaction(deps.database, async (transaction) => {
      const isNew = await writeRun(transaction, plan, { versions: deps.data.versions, actor: act?.by ?? null });
      const deed =
        repeats === undefined ? { action: "start" as const } : { action: "rerun" as const, target: `of ${repeats}` };
      if (isNew && act !== undefined) await recordAct(transaction, { ...deed, dagId, runId: id }, act);
      return isNew;
    });
    if (written) return id;
    if (dedupeKey === null) return null;
    const same = await readRunOfKey(deps.database, dedupeKey);
    // Otherwise it has failed meanwhile, and this one may be.
    if (same !== null) return same.id;
  }
}
