import { readRetention } from "../../app/service/retention-setting.ts";
import { collectedJson } from "../../contract/json/upkeep/collected-json.ts";
import { collectGarbage } from "../../runs/retention/collect-garbage.ts";
import type { CommandContext } from "../command-context.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { collectedLines, failedCollection } from "../views/upkeep/collected-view.ts";

export interface GcOptions extends ActOptions {
  readonly dryRun?: boolean;
}

/** `nightgrid gc` */
export async function gc({ dryRun: isDry = false, ...options }: GcOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  const keep = readRetention(context.env);
  await using project = await openCommandProject(context, isDry ? "look" : "work");
  const act = actOf(options, project);
  const garbage = await collectGarbage({ ...keep, isDry, act }, { ...project.deps, home: project.home });
  const { collected, failures } = garbage;
  output.json("collected", collectedJson(garbage, isDry));
  if (collected.length > 0) output.print(collectedLines(collected, isDry).join("\n"));
  else if (failures.length === 0) output.print("There is nothing to remove.");
  if (failures.length > 0) throw failedCollection(failures);
}
