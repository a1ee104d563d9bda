import type { CallbackSpec } from "../../../core/spec/callback-spec.ts";
import { type DagSpec, retryOf } from "../../../factory/dag-spec.ts";
import type { ClaimedTask } from "../../../store/moves/attempt-moves.ts";
import type { WholeTaskWork } from "../../task/whole-task-work.ts";
import { patientDatabase } from "../../patient-database.ts";
import { READ_PATIENCE } from "../../retry-until-connected.ts";
import { callbackContext } from "./callback-context.ts";

/** Runs one callback of a run. */
export const callbackWork: WholeTaskWork = {
  failureCode: "CALLBACK_FAILED",
  retryOf: (spec, task) => retryOf(spec, callbackOf(spec, task)),
  perform(task, { spec, signal, deps }) {
    const callback = callbackOf(spec, task);
    const log = deps.logs.ofTask(task.runId, task.taskId);
    const patience = { ...READ_PATIENCE, ending: AbortSignal.any([deps.draining, signal]) };
    const patient = { ...deps, database: patientDatabase(deps.database, patience) };
    return deps.runCallback(callback, callbackContext(task, { spec, callback, log, signal, deps: patient }));
  },
};

function callbackOf(spec: DagSpec, task: ClaimedTask): CallbackSpec {
  const list = task.phase === "before" ? spec.before : spec.after;
  const callback = list[task.specIndex];
  if (callback === undefined) throw new RangeError(`The DAG has no ${task.phase}-callback ${task.specIndex}`);
  return callback;
}
