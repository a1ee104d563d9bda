import { type Command, Option } from "commander";
import type { TradesOptions } from "../actions/trades.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";
import { optionName, OTHER_LISTINGS, TABLE_ROWS } from "../options/listing-options.ts";

/** `nightgrid trades [run]` */
export function addTradesCommand(program: Command): void {
  const command = program
    .command("trades")
    .description("list the trades of one cell, computed again from the data and the code of its run")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--backtest <name>", "which backtest of the DAG (default: the first)")
    .option(
      "--cell <n>",
      "which cell, by its number in results (default: the best by the objective)",
      wholeNumber("--cell"),
    )
    .option(
      "--limit <n>",
      `only the last rows; 0 for all (default: ${TABLE_ROWS} in a table, else all)`,
      wholeNumber("--limit"),
    )
    .addOption(new Option("--csv", "CSV with a header").conflicts("json"))
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid trades", "of the best cell of the last run"],
        ["nightgrid trades last --cell 17 --csv > trades.csv", "every trade of cell 17 in full precision"],
        ["nightgrid trades nightly_sp500 --equity --json", "the equity curve of a DAG's last run"],
        ["nightgrid trades last --rejections", "what was not filled, and why"],
      ),
    )
    .action(async (name: string, options: TradesOptions) =>
      (await import("../actions/trades.ts")).trades(name, options, commandContext(options)),
    );
  for (const { option } of OTHER_LISTINGS) {
    command.addOption(option.conflicts(OTHER_LISTINGS.filter((other) => other.option !== option).map(optionName)));
  }
}
