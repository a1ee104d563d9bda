import { retryWith } from "../../app/actions/run-acts.ts";
import type { CommandContext } from "../command-context.ts";
import { actOf } from "../options/act-options.ts";
import { actOnRuns } from "../options/act-on-runs.ts";
import type { BulkOptions } from "../options/bulk-options.ts";
import { openCommandProject } from "../project/open-project.ts";

export interface RetryOptions extends BulkOptions {
  readonly failed?: boolean;
}

/** `nightgrid retry` */
export async function retry(name: string | undefined, options: RetryOptions, context: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const { deps } = project;
  const act = actOf(options, project);
  const failedCells = options.failed === true;
  await actOnRuns(
    name,
    { options, context, project },
    {
      action: "retry",
      done: "retried",
      plan: (run) => retryWith(run, { failedCells, act: null }, deps),
      act: (run) => retryWith(run, { failedCells, act }, deps),
    },
  );
}
