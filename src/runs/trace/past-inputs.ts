import { AppError } from "../../core/errors/app-error.ts";
import type { TaskId } from "../../core/names/ids.ts";
import { readResultInputs } from "../../store/inputs/result-inputs.ts";
import { pastBacktests } from "../inputs/open-past.ts";
import { taskGrid } from "../search/task-grid.ts";
import type { RunDeps } from "../run-deps.ts";
import { createDagCache } from "../dag-cache.ts";
import { inputChanged, momentOf, pinnedTask, type PinnedTask } from "../sweep/open-task.ts";
import { openSweep, type Sweep } from "../sweep/open-sweep.ts";

/** A sweep as it was, in the engine of today. */
export interface PastInputs extends PinnedTask {
  /** With the strategy where its code of then is. */
  readonly sweep: Sweep;
}

/**
 * As `openPastTask`, whatever the engine is by now: code and data are those of then.
 *
 * @throws AppError RUN_INPUT_CHANGED when they are not here any more, RUN_NOT_FOUND
 */
export async function openPastInputs(taskId: TaskId, deps: RunDeps): Promise<PastInputs> {
  const pinned = await pinnedTask(taskId, { ...deps, dags: createDagCache(deps.database) });
  const { run, task, backtest } = pinned;
  const moment = momentOf({ run, task });
  const today = await openSweep(backtest, moment, deps).catch(orNull);
  const grid = await taskGrid(deps.database, task, backtest);
  if (today !== null && isAsPinned(today, task)) return { ...pinned, sweep: { ...today, grid } };
  const inputs = task.base === null ? null : await readResultInputs(deps.database, task.base);
  for (const past of inputs === null ? [] : await pastBacktests(backtest, inputs, deps)) {
    const sweep = await openSweep(past, moment, deps).catch(orNull);
    if (sweep !== null && isAsPinned(sweep, task)) return { ...pinned, backtest: past, sweep: { ...sweep, grid } };
  }
  if (today !== null) throw inputChanged(run, task, today);
  throw new AppError("RUN_INPUT_CHANGED", `Code or data of ${task.key} in run ${run.id} are not here any more`, {
    hint: "Bring them back as they were, or choose a later run.",
  });
}

function isAsPinned({ prepared }: Sweep, { codeHash, snapshotId }: PinnedTask["task"]): boolean {
  return prepared.codeHash === codeHash && prepared.snapshotId === snapshotId;
}

function orNull(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}
