import { planJson } from "../../contract/json/plan-json.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { previewRun } from "../../runs/start/preview-run.ts";
import { readTiming } from "../../runs/start/run-timing.ts";
import type { CommandContext } from "../command-context.ts";
import { requestedRun } from "../options/requested-run.ts";
import type { RunOptions } from "../options/run-options.ts";
import { loadDagFile } from "../project/load-dag-file.ts";
import { openCommandProject } from "../project/open-project.ts";
import { planLines, previewLines } from "../views/plan-view.ts";
import { windowPlanLines } from "../views/study/study-plan.ts";
import { timingLines } from "../views/schedule/timing-view.ts";

export async function plan(file: string, options: RunOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const dag = await loadDagFile(file, context);
  await using project = await openCommandProject(context, "look");
  const request = await requestedRun(dag, options, { project, output });
  const again = <T>(read: () => Promise<T>) => retryUntilConnected(read, project.patience);
  const { backtests, slots } = await again(() => previewRun(request, project.deps));
  const timing = await again(() => readTiming(request, project.deps));
  const json = planJson(request, { backtests, slots, timing });
  output.json("plan", json);
  for (const line of planLines(backtests)) output.print(line);
  for (const line of previewLines(backtests)) output.print(line);
  for (const line of windowPlanLines(backtests)) output.print(line);
  const lines = timingLines(timing);
  if (lines.length > 0) output.print("");
  for (const line of lines) output.print(line);
  output.print(`\nTasks, in order: ${json.tasks.map(({ key }) => key).join(" → ")}`);
}
