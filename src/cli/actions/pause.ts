import { knownDag } from "../../app/dags/known-dag.ts";
import type { Project } from "../../app/project.ts";
import { parseRunId, type RunId } from "../../core/names/ids.ts";
import { pauseDag, unpauseDag } from "../../runs/actions/pause-dag.ts";
import { pauseRun, unpauseRun } from "../../runs/actions/pause-run.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { readRun } from "../../store/run/runs.ts";
import type { CommandContext } from "../command-context.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { openCommandProject } from "../project/open-project.ts";

export interface PauseOptions extends ActOptions {
  readonly json?: boolean;
}

/** `nightgrid pause` and `nightgrid unpause` */
export async function setPaused(
  name: string,
  { isPaused, ...options }: PauseOptions & { readonly isPaused: boolean },
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "work");
  const { database } = project.deps;
  const act = actOf(options, project);
  const runId = await runNamed(name, project);
  const dag =
    runId === null ? await knownDag(name, context, database) : ((await readRun(database, runId))?.dagId ?? "");
  if (runId === null) await (isPaused ? pauseDag : unpauseDag)(database, dag, act);
  else await (isPaused ? pauseRun : unpauseRun)(database, runId, act);
  output.json("pause", { dag, run_id: runId, paused: isPaused, by: act.by });
  output.print(runId === null ? dagText(dag, isPaused) : runText(runId, isPaused));
}

/** Null when it is the name of a DAG. */
async function runNamed(name: string, { deps: { database } }: Project): Promise<RunId | null> {
  return name === "last" || parseRunId(name) !== null ? findRun(database, name) : null;
}

function dagText(dag: string, isPaused: boolean): string {
  return isPaused
    ? `The DAG ${dag} is paused: its slots are passed over until \`nightgrid unpause ${dag}\`. Runs by hand go on.`
    : `The DAG ${dag} goes on with its next slot.`;
}

function runText(id: RunId, isPaused: boolean): string {
  return isPaused
    ? `Run ${id} is paused: what is under way ends, nothing new begins until \`nightgrid unpause ${id}\`.`
    : `Run ${id} goes on.`;
}
