import type { Command } from "commander";
import type { RunId } from "../../core/ids.ts";
import type { Project } from "../compose/project.ts";
import { collectOption } from "../collect-option.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import { EXIT } from "../exit-codes.ts";
import { createProgress } from "../progress.ts";
import type { RunOptions } from "../start-request.ts";

interface RunCommandOptions extends RunOptions {
  readonly json?: boolean;
  readonly top: string;
  readonly detach?: boolean;
  readonly verbose?: boolean;
}

/** `nightgrid run <dag>` */
export function addRunCommand(program: Command): void {
  program
    .command("run")
    .description("run a DAG now: compute its cells, rank them, tell who must know")
    .argument("<dag>", "a DAG file, anywhere on disk")
    .option("--param <name=value>", "replace a parameter, also one of the grid; repeatable", collectOption, [])
    .option("--date <date>", "logical date; a lookback counts back from it (default: now)")
    .option("--top <n>", "rows of the ranking", "10")
    .option("--detach", "only start it; a worker elsewhere computes it")
    .option("--verbose", "show what workers log")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid run dags/sp500_sma_grid.yaml", "the ranking, the alerts, the tearsheet"],
        ["nightgrid run dags/sp500_sma_grid.yaml --param fast=20", "one value in place of an axis"],
        ["nightgrid run dags/nightly.yaml --date 2026-02-10", "as of that day"],
        ["nightgrid run dags/nightly.yaml --json | jq .best", "for scripts"],
      ),
    )
    .action(async (file: string, options: RunCommandOptions) => run(file, options, commandContext(options)));
}

async function run(file: string, options: RunCommandOptions, context: CommandContext): Promise<void> {
  const { wholeNumber } = await import("../whole-number.ts");
  const top = wholeNumber("--top", options.top);
  const { loadDagFile } = await import("../load-dag-file.ts");
  const dag = await loadDagFile(file, context);
  const { openCommandProject } = await import("../open-project.ts");
  await using project = await openCommandProject(context, options.verbose === true ? "debug" : "warn");
  const { startRequest } = await import("../start-request.ts");
  const { previewRun } = await import("../../runs/start/preview-run.ts");
  const { startPlanned } = await import("../../runs/start/start-run.ts");
  const { planLines } = await import("../views/plan-view.ts");
  const preview = await previewRun(await startRequest(dag, options, project), project.deps);
  for (const line of planLines(preview.backtests)) context.output.note(line);
  const id = await startPlanned(preview.plan, project.deps);
  if (id === null) throw new Error("A run by hand has no slot that could be taken");
  if (options.detach === true) {
    context.output.json({ run_id: id });
    context.output.print(`Run ${id} is queued; follow it with: nightgrid logs ${id} -f`);
    return;
  }
  const isInterrupted = await compute(id, project, context);
  await report(id, top, { project, context });
  if (isInterrupted) process.exitCode = EXIT.interrupted;
}

/** Works on the run in this process, beside any other workers, until it is over. True when Ctrl-C cancelled it. */
async function compute(id: RunId, project: Project, { output }: CommandContext): Promise<boolean> {
  const { startProjectWorker } = await import("../compose/start-project-worker.ts");
  const { watchRun } = await import("../../runs/query/watch-run.ts");
  const { stopRun } = await import("../../runs/end/stop-run.ts");
  await using _worker = await startProjectWorker(project);
  let isInterrupted = false;
  const interrupt = (): void => {
    if (isInterrupted) process.exit(EXIT.interrupted);
    isInterrupted = true;
    output.note("\nCancelling the run; Ctrl-C again leaves at once.");
    void stopRun(project.deps.database, id, { state: "cancelled", reason: "Interrupted from the keyboard" });
  };
  process.on("SIGINT", interrupt);
  const start = performance.now();
  const progress = createProgress(process.stderr);
  for await (const { run } of watchRun(project.deps.database, id)) {
    const { cellsDone: done, cellsTotal: total, cellsFailed: failed, cellsCached: cached } = run;
    progress.update({ done, total, failed, cached, elapsedMs: performance.now() - start });
  }
  progress.finish();
  process.off("SIGINT", interrupt);
  return isInterrupted;
}

async function report(
  id: RunId,
  top: number,
  { project, context }: { readonly project: Project; readonly context: CommandContext },
): Promise<void> {
  const { summarizeRun } = await import("../views/run-summary.ts");
  const { summaryJson } = await import("../views/run-json.ts");
  const { runText } = await import("../views/run-text.ts");
  const { output } = context;
  const summary = await summarizeRun(project.deps.database, id, top);
  output.json(summaryJson(summary));
  for (const line of runText(summary, output)) output.print(line);
  output.print(nextSteps(id, output.colors.dim));
  if (summary.details.run.state === "failed") process.exitCode = EXIT.runFailed;
}

function nextSteps(id: RunId, dim: (text: string) => string): string {
  return dim(`\nNext: nightgrid results ${id} --limit 20 · nightgrid logs ${id} · nightgrid show ${id} · nightgrid up`);
}
