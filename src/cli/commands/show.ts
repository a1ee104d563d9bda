import type { Command } from "commander";
import { printableLine } from "../../core/text/printable.ts";
import { formatDuration } from "../../core/time/duration.ts";
import type { ArtifactRow } from "../../store/artifacts.ts";
import { isSweep } from "../../runs/kinds/sweep/sweep-tasks.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import { writeOut } from "../terminal/output.ts";
import { waitText } from "../views/wait-text.ts";
import type { RunSummary } from "../views/run-summary.ts";

/** `nightgrid show [run]` */
export function addShowCommand(program: Command): void {
  program
    .command("show")
    .description("show one run: its tasks, best cells, alerts and files")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--yaml", "print the DAG file as the run had it")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(["nightgrid show", "the last run"], ["nightgrid show nightly_sp500", "the last run of a DAG"]),
    )
    .action(async (name: string, options) => show(name, options.yaml === true, commandContext(options)));
}

async function show(name: string, isYaml: boolean, context: CommandContext): Promise<void> {
  const { output } = context;
  const { openCommandProject } = await import("../project/open-project.ts");
  const { findRun } = await import("../../runs/query/show-run.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { summarizeRun } = await import("../views/run-summary.ts");
  const { summaryJson } = await import("../views/run-json.ts");
  const { outcomeText } = await import("../views/run-text.ts");
  await using project = await openCommandProject(context, "look");
  const { deps } = project;
  const read = async () => summarizeRun(deps, await findRun(deps.database, name), 5);
  const summary = await retryUntilConnected(read, project.patience);
  if (isYaml) {
    // The carriage returns of a Windows file end lines; they are no attempt to write over one.
    await writeOut(summary.details.yaml.replaceAll("\r\n", "\n"));
    return;
  }
  output.json(summaryJson(summary));
  const tables = [await taskLines(summary.details.tasks), await fileLines(summary.details.artifacts)];
  const lines = [...headLines(summary), ...(tables[0] ?? []), ...outcomeText(summary, output), ...(tables[1] ?? [])];
  for (const line of lines) output.print(line);
}

async function fileLines(artifacts: readonly ArtifactRow[]): Promise<readonly string[]> {
  if (artifacts.length === 0) return [];
  const { textTable } = await import("../../core/text/text-table.ts");
  const rows = artifacts.map(({ name, path, bytes }) => [name, bytes.toLocaleString("en-US"), path]);
  return ["", ...textTable([["file", "bytes", "path"], ...rows], { leftColumns: [0, 2] })];
}

function headLines({ details: { run } }: RunSummary): readonly string[] {
  return [
    `run           ${run.id}`,
    `dag           ${run.dagId} (version ${run.dagHash.slice(0, 12)})`,
    `state         ${run.state}${run.reason === null ? "" : `: ${printableLine(run.reason)}`}`,
    ...(run.waitsFor === null || run.finishedAt !== null
      ? []
      : [`waiting       ${waitText(run.waitsFor, run.waitUntil)}`]),
    ...(run.mustFinishAt === null ? [] : [`must end by   ${run.mustFinishAt.toISOString()}`]),
    `trigger       ${run.trigger}, logical date ${run.logicalDate.toISOString()}`,
    `cells         ${run.cellsTotal}: ${run.cellsSucceeded} computed, ${run.cellsCached} cached, ${run.cellsFailed} failed`,
    `snapshot      ${run.snapshotIds.map((id) => id.slice(0, 12)).join(", ")}`,
    `code          ${run.codeHash.slice(0, 12)}, seed ${run.seed}`,
    "",
  ];
}

async function taskLines(tasks: readonly TaskRow[]): Promise<readonly string[]> {
  const { textTable } = await import("../../core/text/text-table.ts");
  const rows = tasks.map((task) => [
    task.key,
    task.state,
    isSweep(task) ? `${task.cellsDone}/${task.cellsTotal}` : "",
    task.startedAt === null || task.finishedAt === null
      ? ""
      : formatDuration(task.finishedAt.getTime() - task.startedAt.getTime()),
    printableLine(task.error?.message ?? ""),
  ]);
  return textTable([["task", "state", "cells", "took", "error"], ...rows], { leftColumns: [0, 1, 4] });
}
