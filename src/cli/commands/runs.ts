import type { Command } from "commander";
import { RUN_STATUSES } from "../../core/names/states.ts";
import type { RunsOptions } from "../actions/runs.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid runs` */
export function addRunsCommand(program: Command): void {
  program
    .command("runs")
    .description("list runs, the latest first")
    .option("--dag <id>", "only of this DAG")
    .option("--state <state>", `only in this state: ${RUN_STATUSES.join(", ")}`)
    .option("--limit <n>", "how many; 0 for all", wholeNumber("--limit"), 20)
    .option("--slots", "slots of the schedules instead, also skipped and missed ones, with their reasons")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid runs --state failed", "what went wrong lately"],
        ["nightgrid runs --dag nightly_sp500", "one DAG's history"],
        ["nightgrid runs --slots", "what became of each slot, and why"],
      ),
    )
    .action(async (options: RunsOptions) =>
      (await import("../actions/runs.ts")).listRuns(options, commandContext(options)),
    );
}
