import type { Project } from "../../app/project.ts";
import { actedRunJson } from "../../contract/json/actions/acted-run-json.ts";
import type { Act } from "../../core/names/audit.ts";
import { stopRun } from "../../runs/end/stop-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import { listLiveWorkers } from "../../store/workers.ts";
import type { CommandContext } from "../command-context.ts";
import { actOf } from "../options/act-options.ts";
import { type BulkOptions, chosenRuns, isBulk, isConfirmed } from "../options/bulk-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { waitUntilGone } from "../terminal/wait-until-gone.ts";
import { actedRunTable } from "../views/acted-runs.ts";

export interface CancelOptions extends BulkOptions {
  readonly detach?: boolean;
}

/** `nightgrid cancel` */
export async function cancel(name: string | undefined, options: CancelOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "work");
  const act = actOf(options, project);
  const again = <T>(work: () => Promise<T>) => retryUntilConnected(work, project.patience);
  const runs = await again(() => chosenRuns(name, options, { ended: false, project }));
  const isDry = options.dryRun === true;
  const isMeant = isDry || runs.length < 2 || (await isConfirmed(`Cancel ${runs.length} runs?`, options));
  if (!isMeant) return output.print("Nothing was cancelled.");
  const stopped = isDry ? [] : await stopAll(runs, { project, act });
  if (options.detach !== true) await waitUntilGone(stopped, project, output);
  if (isBulk(options) || isDry) {
    const done = new Set(stopped.map(({ id }) => id));
    const acted = runs.map((run) => ({ run, done: done.has(run.id) }));
    output.json("acted_runs", { action: "cancel", dry_run: isDry, runs: acted.map(actedRunJson) });
    for (const line of actedRunTable("cancelled", acted, isDry)) output.print(line);
    return;
  }
  for (const { id } of runs) await tellOne(id, stopped.length > 0, project, context);
}

async function stopAll(
  runs: readonly RunRow[],
  { project, act }: { readonly project: Project; readonly act: Act },
): Promise<readonly RunRow[]> {
  const { database } = project.deps;
  const reason = act.reason ?? `Cancelled by ${act.by}`;
  const stopped: RunRow[] = [];
  for (const run of runs) {
    const stop = () => stopRun(database, run.id, { state: "cancelled", reason }, act);
    if (await retryUntilConnected(stop, project.patience)) stopped.push(run);
  }
  return stopped;
}

async function tellOne(
  id: RunRow["id"],
  isStopped: boolean,
  project: Project,
  { output }: CommandContext,
): Promise<void> {
  const { database } = project.deps;
  const status = (await retryUntilConnected(() => readRun(database, id), project.patience))?.status ?? "cancelled";
  output.json("cancelled_run", { run_id: id, cancelled: isStopped, state: status });
  if (!isStopped) return output.print(`Run ${id} had ended, or is being stopped, already: it is ${status}.`);
  output.print(status === "cancelled" ? `Run ${id} is cancelled.` : `Run ${id} is being cancelled.`);
  if (status === "cancelled" || (await listLiveWorkers(database)).length > 0) return;
  output.note("No worker is up: the next one will write down its end.");
}
