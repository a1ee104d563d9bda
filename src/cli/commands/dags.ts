import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid dags` */
export function addDagsCommand(program: Command): void {
  program
    .command("dags")
    .description("list the DAG files of the project: cells, schedule, next run; bad ones with their first error")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid dags", "what is in dags/, and when it runs next"]))
    .action(async (options) => (await import("../actions/dags.ts")).listDags(commandContext(options)));
}
