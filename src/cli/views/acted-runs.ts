import type { ActedRunJson } from "../../contract/schemas/actions/actions-schema.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import type { RunRow } from "../../store/run/runs.ts";
import { minute } from "./run-table.ts";

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

/** @param done what was done, as in `cancelled` */
export function actedRunTable(done: string, acted: readonly ActedRun[], isDry: boolean): readonly string[] {
  if (acted.length === 0) return [`No run is to be ${done}.`];
  const rows = acted.map((one) => [
    one.run.id,
    one.run.dagId,
    one.run.status,
    minute(one.run.logicalDate),
    printableLine(isDry && one.error === undefined ? `would be ${done}${detailText(one)}` : whatText(one, done)),
  ]);
  return textTable([["run", "dag", "state", "logical date", ""], ...rows], { leftColumns: [0, 1, 2, 4] });
}

function whatText(one: ActedRun, done: string): string {
  if (one.error !== undefined) return one.error;
  return one.done ? `${done}${detailText(one)}` : `not ${done}: it had ended already, or others were first`;
}

function detailText({ tasks, newRunId }: ActedRun): string {
  if (newRunId !== undefined) return ` as ${newRunId}`;
  return tasks === undefined ? "" : `: ${tasks === 1 ? "one task" : `${tasks} tasks`} again`;
}
