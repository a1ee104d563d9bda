import { AppError } from "../../core/errors/app-error.ts";
import { clearTasks, planClear } from "../../runs/actions/clear-tasks.ts";
import type { CommandContext } from "../command-context.ts";
import { actOf } from "../options/act-options.ts";
import { actOnRuns } from "../options/act-on-runs.ts";
import { type BulkOptions, isBulk } from "../options/bulk-options.ts";
import { openCommandProject } from "../project/open-project.ts";

export interface ClearOptions extends BulkOptions {
  /** Keys of tasks, besides those that are named after the run. */
  readonly task: readonly string[];
  readonly downstream?: boolean;
  readonly recompute?: boolean;
}

/** `nightgrid clear` */
export async function clear(
  name: string | undefined,
  tasks: readonly string[],
  options: ClearOptions,
  context: CommandContext,
): Promise<void> {
  const keys = [...tasks, ...options.task];
  if (keys.length === 0 && !isBulk(options)) {
    throw new AppError("USAGE", "No task is named.", {
      hint: "Name tasks of the run, as `nightgrid show` lists them; `nightgrid rerun` makes a new run of all of it.",
    });
  }
  await using project = await openCommandProject(context, "work");
  const { deps } = project;
  const act = actOf(options, project);
  const request = { keys, downstream: options.downstream === true, recompute: options.recompute === true };
  await actOnRuns(
    name,
    { options, context, project },
    {
      action: "clear",
      done: "cleared",
      plan: async (run) => ({
        tasks: (await planClear(run, request, deps.database)).tasks.length,
        version: run.dagHash,
      }),
      act: async (run) => ({
        tasks: (await clearTasks(run, { ...request, act }, deps)).tasks.length,
        version: run.dagHash,
      }),
    },
  );
}
