import type { Command } from "commander";
import type { DiffOptions } from "../actions/diff.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid diff <before> <after>` */
export function addDiffCommand(program: Command): void {
  program
    .command("diff")
    .description(
      "say what changed between two runs (DAG, code, data, engine, costs), and what that did to their results",
    )
    .argument("<before>", "a run id, a DAG id (its last run), or last")
    .argument("<after>", "the same")
    .option("--backtest <name>", "only this backtest of the DAG")
    .option(
      "--cell <n>",
      "whose trades are compared, by its number in the later run (default: its best)",
      wholeNumber("--cell"),
    )
    .option("--no-trades", "compute no cell again")
    .option(
      "--limit <n>",
      "how many of the cells that changed are listed; 0 for all (default: 20)",
      wholeNumber("--limit"),
    )
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid diff 20260210_083000_5a3b1e00 nightly_sp500", "exit code 3 when results changed"],
        ["nightgrid diff nightly_sp500 last --no-trades --json", "for a program, without computing anything"],
      ),
    )
    .action(async (before: string, after: string, options: DiffOptions) =>
      (await import("../actions/diff.ts")).diff([before, after], options, commandContext(options)),
    );
}
