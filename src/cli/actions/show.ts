import { nameOf } from "../../runs/versions/compare-versions.ts";
import { hasCells } from "../../runs/kinds/study/study-tasks.ts";
import { runJson } from "../../contract/json/run-json.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { type RunSummary, summarizeRun } from "../../runs/query/run-summary.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { ArtifactRow } from "../../store/artifacts.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { delayLines } from "../views/delay-text.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { writeOut } from "../terminal/output.ts";
import { outcomeText } from "../views/run-text.ts";
import { pauseText } from "../../runs/schedule/dag-pause.ts";
import { sensitivityLines } from "../views/study/sensitivity-text.ts";
import { windowLines } from "../views/study/study-text.ts";
import { waitText } from "../views/wait-text.ts";

const MIB = 1024 * 1024;

export async function show(name: string, isYaml: boolean, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const { deps } = project;
  const read = async () => summarizeRun(deps, await findRun(deps.database, name), 5);
  const summary = await retryUntilConnected(read, project.patience);
  if (isYaml) {
    // The carriage returns of a Windows file end lines; they are no attempt to write over one.
    await writeOut(summary.details.yaml.replaceAll("\r\n", "\n"));
    return;
  }
  output.json("run", runJson(summary));
  const { delays, spec, tasks } = summary.details;
  const waits = delayLines(delays, { spec, tasks, now: await readNow(deps.database) });
  const tables = [[...taskLines(tasks), ...usageLines(summary), ...waits], fileLines(summary.details.artifacts)];
  const lines = [
    ...headLines(summary),
    ...(tables[0] ?? []),
    ...outcomeText(summary, output),
    ...windowLines(summary.rankings),
    ...sensitivityLines(summary.rankings),
    ...(tables[1] ?? []),
  ];
  for (const line of lines) output.print(line);
}

function fileLines(artifacts: readonly ArtifactRow[]): readonly string[] {
  if (artifacts.length === 0) return [];
  const rows = artifacts.map(({ name, path, bytes }) => [name, bytes.toLocaleString("en-US"), path]);
  return ["", ...textTable([["file", "bytes", "path"], ...rows], { leftColumns: [0, 2] })];
}

function headLines({ details: { run, versions } }: RunSummary): readonly string[] {
  return [
    `run           ${run.id}`,
    `dag           ${run.dagId} (version ${run.dagHash.slice(0, 12)})`,
    `state         ${run.status}${run.reason === null ? "" : `: ${printableLine(run.reason)}`}`,
    ...(run.waitsFor === null || run.finishedAt !== null
      ? []
      : [`waiting       ${waitText(run.waitsFor, run.waitUntil)}`]),
    ...(run.status === "paused" ? [`paused        ${printableLine(pauseText(run))}`] : []),
    ...(run.round === 0 || run.reopenedAt === null
      ? []
      : [`begun again   ${run.round === 1 ? "once" : `${run.round} times`}, last at ${run.reopenedAt.toISOString()}`]),
    ...(run.repeats === null ? [] : [`repeats       ${run.repeats}`]),
    ...(run.backfillId === null ? [] : [`backfill      ${run.backfillId}`]),
    ...(run.mustFinishAt === null ? [] : [`must end by   ${run.mustFinishAt.toISOString()}`]),
    `trigger       ${run.trigger}, priority ${run.priority}, logical date ${run.logicalDate.toISOString()}`,
    `cells         ${run.cellsTotal}: ${run.cellsSucceeded} computed, ${run.cellsCached} cached, ${run.cellsFailed} failed`,
    ...(run.snapshotIds.length === 0
      ? []
      : [`snapshot      ${run.snapshotIds.map((id) => id.slice(0, 12)).join(", ")}`]),
    ...versions.map((row) => `data          ${printableLine(nameOf(row))}, known since ${row.knownAt.toISOString()}`),
    `code          ${run.codeHash.slice(0, 12)}, seed ${run.seed}`,
    "",
  ];
}

/** What each of the programs took that cells of a script are. */
function usageLines({ details: { usage } }: RunSummary): readonly string[] {
  return usage.map(({ task, programs, medianMs, medianCpuMs, peakBytes }) => {
    const cpu = medianCpuMs === null ? "" : `, ${formatDuration(medianCpuMs)} of CPU`;
    const memory = peakBytes === null ? "" : `, ${Math.round(peakBytes / MIB).toLocaleString("en-US")} MiB at most`;
    return `${task}: ${formatDuration(medianMs)} a cell${cpu} (median of ${programs})${memory}`;
  });
}

function taskLines(tasks: readonly TaskRow[]): readonly string[] {
  const rows = tasks.map((task) => [
    task.key,
    task.state,
    hasCells(task) ? `${task.cellsDone}/${task.cellsTotal}` : "",
    task.startedAt === null || task.finishedAt === null
      ? ""
      : formatDuration(task.finishedAt.getTime() - task.startedAt.getTime()),
    printableLine(task.error?.message ?? ""),
  ]);
  return textTable([["task", "state", "cells", "took", "error"], ...rows], { leftColumns: [0, 1, 4] });
}
