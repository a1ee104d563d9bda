import { AppError } from "../../core/errors/app-error.ts";
import { type RunId, snapshotId } from "../../core/names/ids.ts";
import { readStoredSpec } from "../../factory/stored-spec.ts";
import { listDags, readDagVersion } from "../../store/run/dags.ts";
import type { RunRow } from "../../store/run/runs.ts";
import { listTasks } from "../../store/run/tasks.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";
import type { RunDeps } from "../run-deps.ts";
import { planRun, planWithoutTasks, type RunPlan, type StartRequest } from "../start/run-plan.ts";
import { inputChanged } from "../sweep/open-task.ts";
import { waitNeeded } from "../wait/wait-needed.ts";
import { isPlanned, refuseOpen } from "./reopen-run.ts";

/**
 * A new run of what a run was: the same DAG version with its overrides, the same logical date, the same snapshots of data.
 *
 * @param runId of the new one, where it is known already
 * @throws AppError ACTION_REFUSED for a run that has not ended; DAG_NOT_FOUND when its version is gone
 * @throws AppError RUN_INPUT_CHANGED when data, code or engine are not those of the run any more
 */
export async function planRerun(run: RunRow, deps: RunDeps, runId: RunId | null = null): Promise<RunPlan> {
  refuseOpen(run, "rerun");
  const version = await readDagVersion(deps.database, run.dagHash);
  if (version === null) throw new AppError("DAG_NOT_FOUND", `The DAG version ${run.dagHash.slice(0, 12)} is gone`);
  const [dags, tasks] = await Promise.all([listDags(deps.database), listTasks(deps.database, run.id)]);
  const spec = readStoredSpec(version);
  const pinnedTo = spec.backtests.map((_, index) => sweepTask(tasks, index) ?? null);
  const pins = pinnedTo.map((task) => (task === null || task.snapshotId === null ? null : snapshotId(task.snapshotId)));
  const request: StartRequest = {
    dag: { file: dags.find(({ id }) => id === run.dagId)?.file ?? "", text: version.yaml, spec },
    logicalDate: run.logicalDate,
    trigger: "manual",
    tickAt: null,
    overrides: asParams(run),
    repeats: run.id,
  };
  if (!isPlanned(tasks)) {
    const wait = await waitNeeded(request, deps);
    return wait === null ? planRun(request, deps, runId) : planWithoutTasks(request, deps, wait, runId);
  }
  const versions = pinnedTo.map((task) => task?.datasetVersionId ?? null);
  const pinned = { snapshots: pins, versions, dataThrough: run.dataThrough };
  const plan = await planRun({ ...request, pinned }, deps, runId);
  for (const [index, sweep] of plan.sweeps.entries()) {
    const task = pinnedTo[index] ?? null;
    if (task === null) continue;
    // The results of a volatile backtest have the run in their name.
    const isSame = sweep.backtest.volatile
      ? sweep.prepared.codeHash === task.codeHash && sweep.prepared.snapshotId === task.snapshotId
      : task.base !== null && sweep.prepared.base.equals(task.base);
    if (!isSame) throw repeatedAsItIs(inputChanged(run, task, sweep));
  }
  return plan;
}

function repeatedAsItIs({ code, message, hint = "" }: AppError): AppError {
  return new AppError(code, message, {
    hint: `${hint} \`nightgrid rerun --with latest\` takes the file, the data and the code of today.`,
  });
}

function asParams({ overrides }: RunRow): Parameters<typeof planRun>[0]["overrides"] {
  return Object.fromEntries(
    Object.entries(overrides).flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[name, value]] : [],
    ),
  );
}
