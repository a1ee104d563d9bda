import type { Command } from "commander";
import { LOG_LEVELS } from "../../core/log.ts";
import type { LogsOptions } from "../actions/logs.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid logs [run]` */
export function addLogsCommand(program: Command): void {
  program
    .command("logs")
    .description("print what a run and its tasks have logged")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("-f, --follow", "go on until the run has ended")
    .option("-n, --lines <n>", "how many of the last lines", wholeNumber("--lines"), 200)
    .option("--level <level>", `at least this level: ${LOG_LEVELS.join(", ")}`)
    .option("--task <key>", "only of this task, such as after.rank")
    .option("--cell <n>", "what a script printed in this cell, by its number in results", wholeNumber("--cell"))
    .option("--backtest <name>", "with --cell: of which backtest (default: the first)")
    .option("--json", "one JSON document; with -f one per line")
    .addHelpText(
      "after",
      examples(
        ["nightgrid logs", "of the last run"],
        ["nightgrid logs nightly_sp500 -f", "as it goes on"],
        ["nightgrid logs --level warn", "only what somebody should look at"],
        ["nightgrid logs last -f --cell 17", "the output of a script, while it runs"],
      ),
    )
    .action(async (name: string, options: LogsOptions) =>
      (await import("../actions/logs.ts")).logs(name, options, commandContext(options)),
    );
}
