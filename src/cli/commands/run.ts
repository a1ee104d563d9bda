import type { Command } from "commander";
import type { RunId } from "../../core/names/ids.ts";
import type { Project } from "../../app/project.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import { EXIT } from "../exit-codes.ts";
import { addRunOptions, type RunOptions } from "../options/run-options.ts";

interface RunCommandOptions extends RunOptions {
  readonly json?: boolean;
  readonly top: string;
  readonly detach?: boolean;
  readonly wait?: boolean;
  readonly verbose?: boolean;
}

/** `nightgrid run <dag>` */
export function addRunCommand(program: Command): void {
  const command = program
    .command("run")
    .description("run a DAG now: compute its cells, rank them, tell who must know")
    .argument("<dag>", "a DAG file, anywhere on disk, or the id of a DAG in dags/");
  addRunOptions(command)
    .option("--top <n>", "rows of the ranking", "10")
    .option("--detach", "only start it; a worker elsewhere computes it")
    .option("--no-wait", "take the data as they are, whatever wait_for says")
    .option("--verbose", "show what workers log")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid run dags/sp500_sma_grid.yaml", "the ranking, the alerts, the tearsheet"],
        ["nightgrid run nightly_sp500", "the DAG of that id in dags/"],
        ["nightgrid run dags/sp500_sma_grid.yaml --param fast=20", "one value in place of an axis"],
        ["nightgrid run dags/nightly_sp500.yaml --lookback 730D", "only the last two years of it"],
        ["nightgrid run dags/nightly_sp500.yaml --date 2026-02-10", "as of that day"],
        ["nightgrid run dags/nightly_sp500.yaml --json | jq .best", "for scripts"],
      ),
    )
    .action(async (file: string, options: RunCommandOptions) => run(file, options, commandContext(options)));
}

async function run(file: string, options: RunCommandOptions, context: CommandContext): Promise<void> {
  const { wholeNumber } = await import("../options/whole-number.ts");
  const top = wholeNumber("--top", options.top);
  const { loadDagFile } = await import("../project/load-dag-file.ts");
  const dag = await loadDagFile(file, context);
  const { openCommandProject } = await import("../project/open-project.ts");
  await using project = await openCommandProject(context, "work", options.verbose === true ? "debug" : "warn");
  const { startRequest } = await import("../options/start-request.ts");
  const { previewRun } = await import("../../runs/start/preview-run.ts");
  const { planWithoutTasks } = await import("../../runs/start/run-plan.ts");
  const { waitNeeded } = await import("../../runs/wait/wait-needed.ts");
  const { waitNote } = await import("../views/wait-text.ts");
  const { planLines } = await import("../views/plan-view.ts");
  const request = await startRequest(dag, options, { project, output: context.output });
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const again = <T>(work: () => Promise<T>) => retryUntilConnected(work, project.patience);
  const wait = options.wait === false ? null : await again(() => waitNeeded(request, project.deps));
  const { backtests, plan } =
    wait === null
      ? await again(() => previewRun(request, project.deps))
      : { backtests: [], plan: planWithoutTasks(request, project.deps, wait) };
  for (const line of planLines(backtests)) context.output.note(line);
  if (wait !== null) context.output.note(waitNote(wait));
  const { startPlanned } = await import("../../runs/start/start-run.ts");
  const start = async (): Promise<RunId> => {
    const id = await startPlanned(plan, project.deps);
    if (id === null) throw new Error("A run by hand has no slot that could be taken");
    return id;
  };
  if (options.detach === true) {
    await tellDetached(await again(start), project, context);
    return;
  }
  const { computeRun } = await import("../compute-run.ts");
  const interruptCode = await computeRun({ id: plan.run.id, start }, project, context.output);
  await report(plan.run.id, top, { project, context });
  if (interruptCode !== null) process.exitCode = interruptCode;
}

async function tellDetached(id: RunId, project: Project, { output, env }: CommandContext): Promise<void> {
  const { typedCommand } = await import("../terminal/typed-command.ts");
  const { listLiveWorkers } = await import("../../store/workers.ts");
  const workers = await listLiveWorkers(project.deps.database);
  const nightgrid = typedCommand(env);
  output.json({ run_id: id, state: "queued", workers: workers.length });
  output.print(`Run ${id} is queued; follow it with: ${nightgrid} logs ${id} -f`);
  if (workers.length === 0) output.note(`No worker is up; start one with: ${nightgrid} worker`);
}

async function report(
  id: RunId,
  top: number,
  { project, context }: { readonly project: Project; readonly context: CommandContext },
): Promise<void> {
  const { summarizeRun } = await import("../views/run-summary.ts");
  const { summaryJson } = await import("../views/run-json.ts");
  const { endText, outcomeText } = await import("../views/run-text.ts");
  const { typedCommand } = await import("../terminal/typed-command.ts");
  const { output, env } = context;
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const summary = await retryUntilConnected(() => summarizeRun(project.deps, id, top), project.patience);
  output.json(summaryJson(summary));
  for (const line of outcomeText(summary, output)) output.print(line);
  const { run } = summary.details;
  output.print(`\n${endText(run, output)}`);
  if (summary.tearsheet !== null) output.print(`Tearsheet: ${summary.tearsheet}`);
  const next = ["results last --limit 20", "show last", "logs last"].map((words) => `${typedCommand(env)} ${words}`);
  output.print(output.colors.dim(`\nNext: ${next.join(" · ")}`));
  if (run.state === "failed") process.exitCode = EXIT.runFailed;
}
