import { readRegression } from "../../analytics/regression/regression-result.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { retryOf } from "../../factory/dag-spec.ts";
import { listTasks } from "../../store/run/tasks.ts";
import { patientDatabase } from "../patient-database.ts";
import { READ_PATIENCE } from "../retry-until-connected.ts";
import { runRegression } from "../study/regression/run-regression.ts";
import type { WholeTaskWork } from "../task/whole-task-work.ts";
import { sweepTask } from "./sweep/sweep-tasks.ts";

/** Compares a backtest with the run before; what was found is kept also where it fails the task. */
export const regressionWork: WholeTaskWork = {
  failureCode: "EXECUTOR_FAILED",
  retryOf: (spec, task) => retryOf(spec, spec.backtests[task.specIndex]),
  async perform({ runId, specIndex }, { spec, signal, deps }) {
    const patience = { ...READ_PATIENCE, ending: AbortSignal.any([deps.draining, signal]) };
    const patient = { ...deps, database: patientDatabase(deps.database, patience) };
    const task = sweepTask(await listTasks(patient.database, runId), specIndex);
    const regression = spec.backtests[specIndex]?.regression;
    if (task === undefined || regression === undefined) throw new RangeError("The run has no such comparison");
    const { sweep } = await deps.sweeps.open(task.id);
    const { key, datasetVersionId } = task;
    return runRegression({ runId, key, sweep, datasetVersionId, signal }, regression, patient);
  },
  refusalOf(output) {
    const found = readRegression(output);
    if (found === null || found.state !== "changed" || found.onChange === "warn") return null;
    return new AppError("REGRESSION_CHANGED", found.verdict, {
      hint: `\`nightgrid diff ${found.against ?? "<before>"} last\` says more.`,
    });
  },
};
