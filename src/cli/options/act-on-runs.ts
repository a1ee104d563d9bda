import type { Project } from "../../app/project.ts";
import { type ActedRun, actedRunJson } from "../../contract/json/actions/acted-run-json.ts";
import type { ActedRunsJson } from "../../contract/schemas/actions/actions-schema.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { RunRow } from "../../store/run/runs.ts";
import { listLiveWorkers } from "../../store/workers.ts";
import type { CommandContext } from "../command-context.ts";
import { typedCommand } from "../terminal/typed-command.ts";
import { actedRunTable } from "../views/acted-runs.ts";
import { type BulkOptions, chosenRuns, isBulk, isConfirmed } from "./bulk-options.ts";

/** What is done to each run that is chosen. */
export interface RunAct {
  readonly action: Exclude<ActedRunsJson["action"], "cancel">;
  /** `retried` */
  readonly done: string;
  /** What would be done to it. @throws AppError where it cannot be */
  readonly plan: (run: RunRow) => Promise<Omit<ActedRun, "run" | "done">>;
  /** Does it. @throws AppError where it cannot be */
  readonly act: (run: RunRow) => Promise<Omit<ActedRun, "run" | "done">>;
}

/**
 * Does something to a run that is named, or to all that match and have ended: these one by one, and what cannot be done to one of
 * them is said and keeps no other from it.
 *
 * @throws AppError of a run that is named
 */
export async function actOnRuns(
  name: string | undefined,
  {
    options,
    context,
    project,
  }: { readonly options: BulkOptions; readonly context: CommandContext; readonly project: Project },
  { action, done, plan, act }: RunAct,
): Promise<void> {
  const { output, env } = context;
  const again = <T>(work: () => Promise<T>) => retryUntilConnected(work, project.patience);
  const runs = await again(() => chosenRuns(name, options, { ended: true, project }));
  const isDry = options.dryRun === true;
  const isMeant = isDry || runs.length < 2 || (await isConfirmed(`${action} ${runs.length} runs?`, options));
  if (!isMeant) return output.print(`No run was ${done}.`);
  const acted: ActedRun[] = [];
  for (const run of runs) {
    try {
      // Never again by itself: an answer that was lost with the connection may have been a yes.
      acted.push({ run, done: !isDry, ...(isDry ? await again(() => plan(run)) : await act(run)) });
    } catch (error) {
      if (!(error instanceof AppError) || !isBulk(options)) throw error;
      acted.push({ run, done: false, error: error.message });
    }
  }
  output.json("acted_runs", { action, dry_run: isDry, runs: acted.map(actedRunJson) });
  for (const line of actedRunTable(done, acted, isDry)) output.print(line);
  const [first] = acted;
  if (isDry || first === undefined || !acted.some((one) => one.done)) return;
  const nightgrid = typedCommand(env);
  if (acted.length === 1) output.print(`Follow it with: ${nightgrid} logs ${first.newRunId ?? first.run.id} -f`);
  if ((await listLiveWorkers(project.deps.database)).length > 0) return;
  output.note(`No worker is up; start one with: ${nightgrid} worker`);
}
