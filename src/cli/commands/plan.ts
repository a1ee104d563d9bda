import type { Command } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import { addRunOptions, type RunOptions } from "../options/run-options.ts";

/** `nightgrid plan <dag>` */
export function addPlanCommand(program: Command): void {
  const command = program
    .command("plan")
    .description("say what a run would compute, and how much of it is cached; runs nothing")
    .argument("<dag>", "a DAG file, anywhere on disk, or the id of a DAG in dags/");
  addRunOptions(command)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid plan dags/sp500_sma_grid.yaml", "cells, bars, tasks, what is cached"],
        ["nightgrid plan dags/sp500_sma_grid.yaml --param fast=20", "with one value in place of an axis"],
      ),
    )
    .action(async (file: string, options) => plan(file, options, commandContext(options)));
}

async function plan(file: string, options: RunOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const { loadDagFile } = await import("../project/load-dag-file.ts");
  const dag = await loadDagFile(file, context);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { startRequest } = await import("../options/start-request.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { previewRun } = await import("../../runs/start/preview-run.ts");
  const { planJson, planLines, previewLines } = await import("../views/plan-view.ts");
  const { timingJson, timingLines } = await import("../views/schedule/timing-view.ts");
  const { buildTaskGraph } = await import("../../factory/build-task-graph.ts");
  await using project = await openCommandProject(context, "look");
  const request = await startRequest(dag, options, { project, output });
  const { backtests } = await retryUntilConnected(() => previewRun(request, project.deps), project.patience);
  const { tasks } = buildTaskGraph(request.dag.spec);
  output.json({
    dag: request.dag.spec.id,
    logical_date: request.logicalDate,
    ...(await timingJson(request, project.deps)),
    tasks: tasks.map(({ key, kind, needs, triggerRule }) => ({ key, kind, needs, trigger_rule: triggerRule })),
    backtests: planJson(backtests),
  });
  for (const line of planLines(backtests)) output.print(line);
  for (const line of previewLines(backtests)) output.print(line);
  const timing = await timingLines(request, project.deps);
  if (timing.length > 0) output.print("");
  for (const line of timing) output.print(line);
  output.print(`\nTasks, in order: ${tasks.map(({ key }) => key).join(" → ")}`);
}
