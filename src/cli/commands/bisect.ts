import type { Command } from "commander";
import type { BisectOptions } from "../actions/bisect.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid bisect <dag>` */
export function addBisectCommand(program: Command): void {
  program
    .command("bisect")
    .description(
      "say which input made the difference between two runs: data, dates, code and its commit, settings, engine",
    )
    .argument("<dag>", "their DAG")
    .requiredOption("--good <run>", "the run that was right")
    .requiredOption("--bad <run>", "a run id, the DAG (its last run), or last")
    .option("--backtest <name>", "of the DAG (default: its first)")
    .option("--cell <n>", "by its number in the bad run (default: its best)", wholeNumber("--cell"))
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples([
        "nightgrid bisect nightly_sp500 --good 20260209_083000_1f0c77aa --bad last",
        "computes one cell a few times",
      ]),
    )
    .action(async (dag: string, options: BisectOptions) =>
      (await import("../actions/bisect.ts")).bisect(dag, options, commandContext(options)),
    );
}
