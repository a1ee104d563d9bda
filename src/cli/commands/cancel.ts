import type { Command } from "commander";
import type { CancelOptions } from "../actions/cancel.ts";
import { commandContext, examples } from "../command-context.ts";
import { addBulkOptions } from "../options/bulk-options.ts";

/** `nightgrid cancel [run]` */
export function addCancelCommand(program: Command): void {
  const command = program
    .command("cancel")
    .description("stop runs: nothing new starts, what is computing ends; waits until nothing of them is left")
    .argument("[run]", "a run id, a DAG id (its last run), or last")
    .option("--detach", "do not wait until nothing of it is left");
  addBulkOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid cancel last", "the run that was started last"],
        ["nightgrid cancel --dag nightly_sp500", "every run of a DAG that has not ended"],
        ["nightgrid cancel --state queued --since 2h --dry-run", "which runs it would be"],
        [`nightgrid cancel --all --yes --reason "vendor is down"`, "everything, without asking"],
      ),
    )
    .action(async (name: string | undefined, options: CancelOptions) =>
      (await import("../actions/cancel.ts")).cancel(name, options, commandContext(options)),
    );
}
