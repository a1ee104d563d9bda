import type { Command } from "commander";
import type { PruneOptions } from "../actions/prune.ts";
import { addActOptions } from "../options/act-options.ts";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid prune` */
export function addPruneCommand(program: Command): void {
  const command = program
    .command("prune")
    .description("remove runs that ended long ago: their files, logs and rows, and results that no run has any more")
    .requiredOption("--older-than <time>", "since they ended, such as 90d; a day at least")
    .option("--dag <id>", "runs of this DAG alone")
    .option("--files", "their files alone: the runs stay, with their figures")
    .option("--dry-run", "only say what would be removed");
  addActOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid prune --older-than 90d --dry-run", "how much there is"],
        ["nightgrid prune --older-than 90d", "and away with it"],
        ["nightgrid prune --older-than 30d --files", "tearsheets and series only"],
        ["NIGHTGRID_RETENTION=90d nightgrid up", "the same by itself, once a day"],
      ),
    )
    .action(async (options: PruneOptions) =>
      (await import("../actions/prune.ts")).pruneOldRuns(options, commandContext({})),
    );
}
