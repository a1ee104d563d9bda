import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { hasCells } from "../kinds/study/study-tasks.ts";
import { isPlanned, readRunTasks, refuseOpen, reopen, type ReopenDeps, type Reopening } from "./reopen-run.ts";

/**
 * What a retry of a run does again: tasks that failed or were cancelled, and all that come after them, such as the tearsheet.
 *
 * @param failedCells also failed cells of backtests that ended well
 * @throws AppError ACTION_REFUSED when it has not ended, and when there is nothing to do again
 */
export async function planRetry(run: RunRow, failedCells: boolean, database: Database): Promise<Reopening> {
  refuseOpen(run, "retry");
  const { tasks, withDownstream } = await readRunTasks(database, run.id);
  const roots = tasks.filter((task) => isUndone(task) || (failedCells && hasFailedCells(task)));
  // One that could not even be planned, or was cancelled before: what its data lacked may be there by now.
  if (!isPlanned(tasks) && run.state !== "succeeded") return { run, action: "retry", tasks, recompute: false };
  if (roots.length === 0) throw nothingToRetry(run, tasks, failedCells);
  return { run, action: "retry", tasks: withDownstream(roots), recompute: false };
}

/** @throws AppError as `planRetry` and `reopen` */
export async function retryRun(
  run: RunRow,
  { failedCells, act }: { readonly failedCells: boolean; readonly act: Act },
  deps: ReopenDeps,
): Promise<Reopening> {
  const reopening = await planRetry(run, failedCells, deps.database);
  await reopen(reopening, act, deps);
  return reopening;
}

function isUndone({ state }: TaskRow): boolean {
  return state === "failed" || state === "cancelled";
}

function hasFailedCells(task: TaskRow): boolean {
  return hasCells(task) && task.cellsFailed > 0;
}

function nothingToRetry(run: RunRow, tasks: readonly TaskRow[], failedCells: boolean): AppError {
  const hint =
    !failedCells && tasks.some(hasFailedCells)
      ? "Some of its cells failed: --failed computes them again."
      : "`nightgrid clear` does tasks again that ended well, `nightgrid rerun` makes a new run of it.";
  return new AppError("ACTION_REFUSED", `Nothing of run ${run.id} is to be retried: it ${run.state}.`, { hint });
}
