import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import { planRerun } from "../../runs/actions/plan-rerun.ts";
import { planRetry, retryRun } from "../../runs/actions/retry-run.ts";
import type { RunDeps } from "../../runs/run-deps.ts";
import { startPlanned } from "../../runs/start/start-run.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { LoadContext } from "../dags/dag-folder.ts";
import { planLatestRerun } from "./latest-rerun.ts";

/** What was done to a run, or would be. */
export interface DoneToRun {
  /** That are done again. */
  readonly tasks?: number;
  /** The DAG version that goes on, or is repeated. */
  readonly version: string;
  /** The run that repeats it. */
  readonly newRunId?: RunId;
}

/** @param how.act null: only says what would be done @throws AppError where it cannot be */
export async function retryWith(
  run: RunRow,
  { failedCells, act }: { readonly failedCells: boolean; readonly act: Act | null },
  deps: RunDeps,
): Promise<DoneToRun> {
  const { tasks } = await (act === null
    ? planRetry(run, failedCells, deps.database)
    : retryRun(run, { failedCells, act }, deps));
  return { tasks: tasks.length, version: run.dagHash };
}

/**
 * @param how.act null: only says what would be done
 * @param how.runId of the new run, where it is known already
 * @throws AppError where it cannot be
 */
export async function rerunWith(
  run: RunRow,
  {
    isLatest,
    act,
    runId = null,
  }: { readonly isLatest: boolean; readonly act: Act | null; readonly runId?: RunId | null },
  { deps, context }: { readonly deps: RunDeps; readonly context: LoadContext },
): Promise<DoneToRun> {
  const plan = await (isLatest ? planLatestRerun(run, context, deps, runId) : planRerun(run, deps, runId));
  const { hash: version } = plan.version;
  if (act === null) return { version };
  await startPlanned(plan, deps, act);
  return { version, newRunId: plan.run.id };
}
