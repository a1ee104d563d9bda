import type { Command } from "commander";
import type { ScheduleOptions } from "../actions/schedule.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid schedule [dag]` */
export function addScheduleCommand(program: Command): void {
  program
    .command("schedule")
    .description("show the next slots of every schedule, and what became of the past ones and why")
    .argument("[dag]", "a DAG id, or a DAG file (default: every DAG with a schedule)")
    .option("-n, --next <n>", "how many slots to come (default: 3, or 10 of one DAG)", wholeNumber("--next"))
    .option("--limit <n>", "how many past slots of each DAG; 0 for all", wholeNumber("--limit"), 10)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid schedule", "what comes, and what was started, skipped or missed"],
        ["nightgrid schedule nightly_sp500 -n 10", "the next ten slots of one DAG, in local and UTC time"],
        ["nightgrid schedule nightly_sp500 --limit 0", "every slot there was"],
      ),
    )
    .action(async (dag: string | undefined, options: ScheduleOptions) =>
      (await import("../actions/schedule.ts")).showSchedules(dag ?? null, options, commandContext(options)),
    );
}
