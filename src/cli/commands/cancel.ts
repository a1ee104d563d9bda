import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid cancel <run>` */
export function addCancelCommand(program: Command): void {
  program
    .command("cancel")
    .description("stop a run: nothing new starts, what is computing ends")
    .argument("<run>", "a run id, a DAG id (its last run), or last")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid cancel last", "the run that was started last"]))
    .action(async (name: string, options) =>
      (await import("../actions/cancel.ts")).cancel(name, commandContext(options)),
    );
}
