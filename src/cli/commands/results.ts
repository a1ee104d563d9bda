import type { Command } from "commander";
import type { ResultsOptions } from "../actions/results.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid results [run]` */
export function addResultsCommand(program: Command): void {
  program
    .command("results")
    .description("list the cells of a run with their metrics, the best first")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--backtest <name>", "which backtest of the DAG (default: the first)")
    .option("--sort <column>", "cell, a parameter or a metric id (default: the objective)")
    .option("--reverse", "the other way round")
    .option("--failed", "only cells that failed, with their reasons")
    .option("--rejected", "the cells that successive halving has left behind, with rung, score and reason")
    .option("--limit <n>", "how many cells; 0 for all (default: 20, with --csv and --json all)", wholeNumber("--limit"))
    .option("--columns <list>", "what to show: parameters and metric ids, with commas")
    .option("--csv", "CSV with a header")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid results", "the ranking of the last run"],
        ["nightgrid results last --sort max_drawdown", "the calmest first"],
        ["nightgrid results last --sort cell --csv > cells.csv", "every cell, in cell order"],
        ["nightgrid results last --columns fast,slow,sharpe,cagr", "only these columns"],
      ),
    )
    .action(async (name: string, options: ResultsOptions) =>
      (await import("../actions/results.ts")).showResults(name, options, commandContext(options)),
    );
}
