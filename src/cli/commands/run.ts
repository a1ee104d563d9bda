import type { Command } from "commander";
import type { RunCommandOptions } from "../actions/run.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";
import { addActOptions } from "../options/act-options.ts";
import { addRunOptions } from "../options/run-options.ts";

/** `nightgrid run <dag>` */
export function addRunCommand(program: Command): void {
  const command = program
    .command("run")
    .description("run a DAG now: compute its cells, rank them, tell who must know")
    .argument("<dag>", "a DAG file, anywhere on disk, or the id of a DAG in dags/");
  addActOptions(addRunOptions(command))
    .option("--top <n>", "rows of the ranking", wholeNumber("--top"), 10)
    .option("--detach", "only start it; a worker elsewhere computes it")
    .option("--no-wait", "take the data as they are, whatever wait_for says")
    .option("--verbose", "show what workers log")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid run dags/sp500_sma_grid.yaml", "the ranking, the alerts, the tearsheet"],
        ["nightgrid run nightly_sp500", "the DAG of that id in dags/"],
        ["nightgrid run dags/sp500_sma_grid.yaml --param fast=20", "one value in place of an axis"],
        ["nightgrid run dags/nightly_sp500.yaml --lookback 730D", "only the last two years of it"],
        ["nightgrid run dags/nightly_sp500.yaml --date 2026-02-10", "as of that day"],
        ["nightgrid run dags/nightly_sp500.yaml --json | jq .best", "for scripts"],
      ),
    )
    .action(async (file: string, options: RunCommandOptions) =>
      (await import("../actions/run.ts")).run(file, options, commandContext(options)),
    );
}
