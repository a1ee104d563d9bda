import { rerunWith } from "../../app/actions/run-acts.ts";
import type { Act } from "../../core/names/audit.ts";
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
  const isLatest = options.with === "latest";
  const doWith = (run: RunRow, doneBy: Act | null) => rerunWith(run, { isLatest, act: doneBy }, { deps, context });
  await actOnRuns(
    name,
    { options, context, project },
    {
      action: "rerun",
      done: `rerun with its ${options.with === "latest" ? "latest file, data and code" : "pinned version, data and code"}`,
      plan: (run) => doWith(run, null),
      act: (run) => doWith(run, act),
    },
  );
}
