import type { RunRow } from "../../../store/run/runs.ts";
import type { ActedRunJson } from "../../schemas/actions/actions-schema.ts";

/** What was done to a run, or would be. */
export interface ActedRun {
  /** As it was before. */
  readonly run: RunRow;
  readonly done: boolean;
  /** That are done again. */
  readonly tasks?: number;
  /** The run that repeats it. */
  readonly newRunId?: string;
  /** The DAG version of the run that goes on, or repeats it. */
  readonly version?: string;
  /** Why nothing was changed. */
  readonly error?: string;
}

export function actedRunJson({ run, done, tasks, newRunId, version, error }: ActedRun): ActedRunJson {
  return {
    run_id: run.id,
    dag: run.dagId,
    state: run.status,
    done,
    tasks: tasks ?? null,
    new_run_id: newRunId ?? null,
    version: version ?? null,
    error: error ?? null,
  };
}
