import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid validate [dags…]` */
export function addValidateCommand(program: Command): void {
  program
    .command("validate")
    .description("check DAG files: every problem at once, with its place and a way out")
    .argument("[dags...]", "DAG files, or ids of DAGs in dags/; default: all of dags/")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid validate", "all files of dags/"],
        ["nightgrid validate my.yaml --json", "for editors and CI"],
      ),
    )
    .action(async (files: readonly string[], options) =>
      (await import("../actions/validate.ts")).validate(files, commandContext(options)),
    );
}
