import type { Command } from "commander";
import type { RetryOptions } from "../actions/retry.ts";
import { commandContext, examples } from "../command-context.ts";
import { addBulkOptions } from "../options/bulk-options.ts";

/** `nightgrid retry [run]` */
export function addRetryCommand(program: Command): void {
  const command = program
    .command("retry")
    .description("let a run go on that failed or was cancelled: what succeeded stays, the rest is done again")
    .argument("[run]", "a run id, a DAG id (its last run), or last")
    .option("--failed", "also compute failed cells of backtests that ended well");
  addBulkOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid retry last", "the same run, with its DAG version, data and code"],
        ["nightgrid retry last --failed", "failed cells too"],
        ["nightgrid retry --state failed --since 12h --dry-run", "what of last night it would be"],
      ),
    )
    .action(async (name: string | undefined, options: RetryOptions) =>
      (await import("../actions/retry.ts")).retry(name, options, commandContext(options)),
    );
}
