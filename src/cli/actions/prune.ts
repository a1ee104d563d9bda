import { knownDag } from "../../app/dags/known-dag.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { parseKeepMs } from "../../core/retention/retention-spec.ts";
import { measureOld, pruneRuns } from "../../runs/retention/prune-runs.ts";
import type { CommandContext } from "../command-context.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { collectedLines, failedCollection } from "../views/upkeep/collected-view.ts";

export interface PruneOptions extends ActOptions {
  readonly olderThan: string;
  readonly dag?: string;
  readonly files?: boolean;
  readonly dryRun?: boolean;
}

/** `nightgrid prune` */
export async function pruneOldRuns(
  { olderThan, dag, files: isFilesOnly = false, dryRun = false, ...options }: PruneOptions,
  context: CommandContext,
): Promise<void> {
  const olderThanMs = parseKeepMs(olderThan);
  if (olderThanMs === null) {
    throw new AppError("USAGE", `--older-than takes no "${olderThan}".`, { hint: "Write a day or more, such as 90d." });
  }
  const { output } = context;
  await using project = await openCommandProject(context, dryRun ? "look" : "work");
  const { database } = project.deps;
  const dagId = dag === undefined ? null : await knownDag(dag, context, database);
  const old = { olderThanMs, dagId, isFilesOnly };
  const failures: { readonly what: string; readonly error: unknown }[] = [];
  const onFailure = (what: string, error: unknown): void => void failures.push({ what, error });
  const deps = { ...project.deps, home: project.home, onFailure };
  const tally = dryRun ? await measureOld(old, deps) : await pruneRuns(old, actOf(options, project), deps);
  const collected = tally.items();
  if (collected.length === 0)
    output.print(`No run that has something to remove has ended longer ago than ${olderThan}.`);
  else output.print(collectedLines(collected, dryRun).join("\n"));
  if (failures.length > 0) throw failedCollection(failures);
}
