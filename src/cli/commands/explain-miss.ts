import type { Command } from "commander";
import type { ExplainMissOptions } from "../actions/explain-miss.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid explain-miss [run]` */
export function addExplainMissCommand(program: Command): void {
  program
    .command("explain-miss")
    .description(
      "say why cells were computed and not taken over: which part of their name is not that of the nearest earlier result",
    )
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--backtest <name>", "only this backtest of the DAG")
    .option("--cell <n>", "one cell, by its number in results (of the first backtest)", wholeNumber("--cell"))
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid explain-miss", "of the last run"],
        ["nightgrid explain-miss nightly_sp500 --cell 17", "why cell 17 of the last run of a DAG was no hit"],
      ),
    )
    .action(async (name: string, options: ExplainMissOptions) =>
      (await import("../actions/explain-miss.ts")).explain(name, options, commandContext(options)),
    );
}
