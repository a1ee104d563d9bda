import type { TaskId } from "../../../core/names/ids.ts";
import type { MeasuringStudy, Study } from "../../../core/spec/study-spec.ts";
import { type BacktestSpec, type DagSpec, retryOf } from "../../../factory/dag-spec.ts";
import type { ClaimedTask } from "../../../store/moves/attempt-moves.ts";
import { listTasks } from "../../../store/run/tasks.ts";
import { patientDatabase } from "../../patient-database.ts";
import { READ_PATIENCE } from "../../retry-until-connected.ts";
import { runCpcv } from "../../study/cpcv/run-cpcv.ts";
import { runMonteCarlo } from "../../study/monte-carlo/run-monte-carlo.ts";
import { runSensitivity } from "../../study/sensitivity/run-sensitivity.ts";
import { runWalkForward } from "../../study/walk-forward/run-walk-forward.ts";
import type { WholeTaskWork, WorkParts } from "../../task/whole-task-work.ts";
import { sweepTask } from "../sweep/sweep-tasks.ts";
import { measuringTask } from "./study-tasks.ts";

/** Makes up the mind of a study, from what was measured of every cell; its result is the output of the task. */
export function studyWork(study: Study): WholeTaskWork {
  return {
    failureCode: "EXECUTOR_FAILED",
    retryOf: (spec, task) => retryOf(spec, backtestOf(spec, task)),
    perform: (task, parts) => performStudy(study, task, parts),
  };
}

async function performStudy(study: Study, task: ClaimedTask, { signal, deps }: WorkParts): Promise<unknown> {
  const patience = { ...READ_PATIENCE, ending: AbortSignal.any([deps.draining, signal]) };
  const patient = { ...deps, database: patientDatabase(deps.database, patience) };
  const tasks = await listTasks(patient.database, task.runId);
  const { specIndex } = task;
  const backtest = sweepTask(tasks, specIndex);
  if (backtest === undefined) throw new RangeError(`The run has no backtest for ${study}`);
  const { sweep } = await deps.sweeps.open(backtest.id);
  const cellsOf = (measuring: MeasuringStudy): TaskId => {
    const measured = measuringTask(tasks, measuring, specIndex);
    if (measured === undefined) throw new RangeError(`The run has no cells of ${measuring}`);
    return measured.id;
  };
  switch (study) {
    case "walk_forward":
      return (await runWalkForward({ sweep, cellsTask: cellsOf(study), signal }, patient)).result;
    case "cpcv":
      return runCpcv({ sweep, cellsTask: cellsOf(study) }, patient);
    case "monte_carlo": {
      const isWalked = sweep.backtest.monteCarlo?.of === "walk_forward";
      const log = deps.logs.ofTask(task.runId, task.taskId);
      const windows = isWalked ? { windowsTask: cellsOf("walk_forward") } : {};
      return runMonteCarlo({ sweep, backtestTask: backtest.id, ...windows, signal, log }, patient);
    }
    case "sensitivity":
      return runSensitivity({ sweep, backtestTask: backtest.id, signal }, patient);
  }
}

function backtestOf(spec: DagSpec, { specIndex }: ClaimedTask): BacktestSpec | undefined {
  return spec.backtests[specIndex];
}
