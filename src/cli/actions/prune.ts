import { parseKeepMs } from "../../app/service/retention-setting.ts";
import { knownDag } from "../../app/dags/known-dag.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { pruneFiles } from "../../runs/retention/prune-files.ts";
import { pruneRuns } from "../../runs/retention/prune-runs.ts";
import { countOldRuns } from "../../store/retention/old-runs.ts";
import type { CommandContext } from "../command-context.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { openCommandProject } from "../project/open-project.ts";

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
  const old = { olderThanMs, dagId };
  const found = await countOldRuns(database, old);
  const files = `${counted(found.files, "file")} of ${(found.bytes / 1e6).toFixed(1)} MB`;
  if (found.oldest === null) output.print(`No run has ended longer ago than ${olderThan}.`);
  else if (dryRun) {
    const oldest = found.oldest.toISOString().slice(0, 10);
    const what = isFilesOnly
      ? `${files}, of ${counted(found.runs, "run")},`
      : `${counted(found.runs, "run")} with ${files}`;
    output.print(`${what} would be removed; the first ended on ${oldest}.`);
  }
  if (dryRun) return;
  const act = actOf(options, project);
  const deps = { ...project.deps, home: project.home };
  if (isFilesOnly) {
    const runs = await pruneFiles(old, act, deps);
    if (runs > 0) output.print(`Removed ${files}: ${counted(runs, "run")} had them, and stay.`);
    return;
  }
  const { runs, results } = await pruneRuns(old, act, deps);
  if (runs > 0 || results > 0) {
    output.print(
      `Removed ${counted(runs, "run")} with ${files}, and ${counted(results, "batch", "batches")} of results.`,
    );
  }
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
