import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { readRunTasks, refuseOpen, reopen, type ReopenDeps, type Reopening } from "./reopen-run.ts";

export interface ClearRequest {
  /** Keys of tasks; empty: all of the run. */
  readonly keys: readonly string[];
  /** Also all that come after them. */
  readonly downstream: boolean;
  /** Computes cells anew whose results are known. */
  readonly recompute: boolean;
}

/** What clearing tasks of a run does again, however they ended. @throws AppError TASK_NOT_FOUND, ACTION_REFUSED */
export async function planClear(run: RunRow, request: ClearRequest, database: Database): Promise<Reopening> {
  refuseOpen(run, "clear");
  const { tasks, withDownstream } = await readRunTasks(database, run.id);
  if (tasks.length === 0) {
    throw new AppError("ACTION_REFUSED", `Run ${run.id} never had a task: it ${run.state} before it was planned.`, {
      hint: `\`nightgrid retry ${run.id}\` plans it again.`,
    });
  }
  const known = tasks.map(({ key }) => key);
  const unknown = request.keys.find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new AppError("TASK_NOT_FOUND", `Run ${run.id} has no task "${unknown}".`, {
      hint: suggestName(unknown, known, { always: `\`nightgrid show ${run.id}\` lists them.` }),
    });
  }
  const named = request.keys.length === 0 ? tasks : tasks.filter(({ key }) => request.keys.includes(key));
  const chosen = request.downstream ? withDownstream(named) : named;
  return { run, action: "clear", tasks: chosen, recompute: request.recompute };
}

/** @throws AppError as `planClear` and `reopen` */
export async function clearTasks(
  run: RunRow,
  request: ClearRequest & { readonly act: Act },
  deps: ReopenDeps,
): Promise<Reopening> {
  const reopening = await planClear(run, request, deps.database);
  await reopen(reopening, request.act, deps);
  return reopening;
}
