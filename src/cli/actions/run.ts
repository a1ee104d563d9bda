import type { Project } from "../../app/project.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { runJson } from "../../contract/json/run-json.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { RunState } from "../../core/names/states.ts";
import { deduplicated } from "../../runs/start/dedupe-key.ts";
import { readRun } from "../../store/run/runs.ts";
import { summarizeRun } from "../../runs/query/run-summary.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { previewRun } from "../../runs/start/preview-run.ts";
import { planWithoutTasks } from "../../runs/start/run-plan.ts";
import { startPlanned } from "../../runs/start/start-run.ts";
import { waitNeeded } from "../../runs/wait/wait-needed.ts";
import { listLiveWorkers } from "../../store/workers.ts";
import type { CommandContext } from "../command-context.ts";
import { computeRun } from "../compute-run.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { requestedRun } from "../options/requested-run.ts";
import type { RunOptions } from "../options/run-options.ts";
import { loadDagFile } from "../project/load-dag-file.ts";
import { openCommandProject } from "../project/open-project.ts";
import { typedCommand } from "../terminal/typed-command.ts";
import { planLines } from "../views/plan-view.ts";
import { endText, outcomeText } from "../views/run-text.ts";
import { waitNote } from "../views/wait-text.ts";

export interface RunCommandOptions extends RunOptions, ActOptions {
  readonly json?: boolean;
  readonly top: number;
  readonly detach?: boolean;
  readonly priority?: Priority;
  readonly dedupe?: boolean;
  readonly wait?: boolean;
  readonly verbose?: boolean;
}

export async function run(file: string, options: RunCommandOptions, context: CommandContext): Promise<void> {
  const dag = await loadDagFile(file, context);
  await using project = await openCommandProject(context, "work", options.verbose === true ? "debug" : "warn");
  const act = actOf(options, project);
  const { priority } = options;
  const asked = await requestedRun(dag, options, { project, output: context.output });
  const request = priority === undefined ? asked : { ...asked, priority };
  const again = <T>(work: () => Promise<T>) => retryUntilConnected(work, project.patience);
  const wait = await again(() => waitNeeded(request, project.deps, options.wait === false));
  const { backtests, plan: planned } =
    wait === null
      ? await again(() => previewRun(request, project.deps))
      : { backtests: [], plan: planWithoutTasks(request, project.deps, wait) };
  for (const line of planLines(backtests)) context.output.note(line);
  if (wait !== null) context.output.note(waitNote(wait));
  const plan = options.dedupe === true ? deduplicated(request, planned) : planned;
  const start = async (): Promise<RunId> => {
    const id = await startPlanned(plan, project.deps, act);
    if (id === null) throw new Error("A run by hand has no slot that could be taken");
    return id;
  };
  if (options.detach === true) {
    await tellDetached(await again(start), plan.run.id, { project, context });
    return;
  }
  const id = options.dedupe === true ? await again(start) : plan.run.id;
  if (id !== plan.run.id) context.output.note(`Run ${id} does the same; no other one is begun.`);
  const interruptCode = await computeRun({ id, start, act, isOurs: id === plan.run.id }, project, context.output);
  await report(id, options.top, { project, context });
  if (interruptCode !== null) process.exitCode = interruptCode;
}

async function tellDetached(
  id: RunId,
  planned: RunId,
  { project, context: { output, env } }: { readonly project: Project; readonly context: CommandContext },
): Promise<void> {
  const workers = await listLiveWorkers(project.deps.database);
  const nightgrid = typedCommand(env);
  const existing = id !== planned;
  const state = existing ? ((await readRun(project.deps.database, id))?.state ?? "queued") : "queued";
  output.json("started_run", { run_id: id, state, existing, workers: workers.length });
  if (existing) output.note(`Run ${id} does the same; no other one is begun.`);
  output.print(`Run ${id} is ${isFinal(state) ? "done" : state}; follow it with: ${nightgrid} logs ${id} -f`);
  if (workers.length === 0 && !isFinal(state)) output.note(`No worker is up; start one with: ${nightgrid} worker`);
}

function isFinal(state: RunState): boolean {
  return state !== "queued" && state !== "running";
}

async function report(
  id: RunId,
  top: number,
  { project, context }: { readonly project: Project; readonly context: CommandContext },
): Promise<void> {
  const { output, env } = context;
  const summary = await retryUntilConnected(() => summarizeRun(project.deps, id, top), project.patience);
  output.json("run", runJson(summary));
  for (const line of outcomeText(summary, output)) output.print(line);
  const { run } = summary.details;
  output.print(`\n${endText(run, output)}`);
  if (summary.tearsheet !== null) output.print(`Tearsheet: ${summary.tearsheet}`);
  const next = ["results last --limit 20", "show last", "logs last"].map((words) => `${typedCommand(env)} ${words}`);
  output.print(output.colors.dim(`\nNext: ${next.join(" · ")}`));
  if (run.state !== "succeeded") process.exitCode = EXIT.runFailed;
}
