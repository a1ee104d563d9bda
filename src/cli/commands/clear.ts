import type { Command } from "commander";
import type { ClearOptions } from "../actions/clear.ts";
import { commandContext, examples } from "../command-context.ts";
import { addBulkOptions } from "../options/bulk-options.ts";

/** `nightgrid clear [run] [tasks…]` */
export function addClearCommand(program: Command): void {
  const command = program
    .command("clear")
    .description("do tasks of a run again that have ended, however they ended, in the same run")
    .argument("[run]", "a run id, a DAG id (its last run), or last")
    .argument("[tasks...]", "their keys, as `nightgrid show` lists them")
    .option("--task <key>", "a task of every run that matches; repeatable (default there: all)", collect, [])
    .option("--downstream", "and all that come after them")
    .option("--recompute", "compute cells anew whose results are known");
  addBulkOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid clear last after.tearsheet", "write the tearsheet again"],
        ["nightgrid clear last backtest --downstream --recompute", "compute it anew, with all that follows"],
        ["nightgrid clear --dag nightly_sp500 --since 7d --task after.publish", "of a week of runs"],
      ),
    )
    .action(async (name: string | undefined, tasks: readonly string[], options: ClearOptions) =>
      (await import("../actions/clear.ts")).clear(name, tasks, options, commandContext(options)),
    );
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
