import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid show [run]` */
export function addShowCommand(program: Command): void {
  program
    .command("show")
    .description("show one run: its tasks, best cells, alerts and files")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--yaml", "print the DAG file as the run had it")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(["nightgrid show", "the last run"], ["nightgrid show nightly_sp500", "the last run of a DAG"]),
    )
    .action(async (name: string, options) =>
      (await import("../actions/show.ts")).show(name, options.yaml === true, commandContext(options)),
    );
}
