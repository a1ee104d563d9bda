import { planLatestRerun } from "../../app/actions/latest-rerun.ts";
import { planRerun } from "../../runs/actions/plan-rerun.ts";
import { startPlanned } from "../../runs/start/start-run.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { CommandContext } from "../command-context.ts";
import { actOf } from "../options/act-options.ts";
import { actOnRuns } from "../options/act-on-runs.ts";
import type { BulkOptions } from "../options/bulk-options.ts";
import { openCommandProject } from "../project/open-project.ts";

export interface RerunOptions extends BulkOptions {
  readonly with: "latest" | "pinned";
}

/** `nightgrid rerun` */
export async function rerun(name: string | undefined, options: RerunOptions, context: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const { deps } = project;
  const act = actOf(options, project);
  const planOf = (run: RunRow) =>
    options.with === "latest" ? planLatestRerun(run, context, deps) : planRerun(run, deps);
  await actOnRuns(
    name,
    { options, context, project },
    {
      action: "rerun",
      done: `rerun with its ${options.with === "latest" ? "latest file, data and code" : "pinned version, data and code"}`,
      plan: async (run) => ({ version: (await planOf(run)).version.hash }),
      act: async (run) => {
        const plan = await planOf(run);
        await startPlanned(plan, deps, act);
        return { version: plan.version.hash, newRunId: plan.run.id };
      },
    },
  );
}
