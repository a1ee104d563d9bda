import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";
import { addRunOptions } from "../options/run-options.ts";

/** `nightgrid plan <dag>` */
export function addPlanCommand(program: Command): void {
  const command = program
    .command("plan")
    .description("say what a run would compute, and how much of it is cached; runs nothing")
    .argument("<dag>", "a DAG file, anywhere on disk, or the id of a DAG in dags/");
  addRunOptions(command)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid plan dags/sp500_sma_grid.yaml", "cells, bars, tasks, what is cached"],
        ["nightgrid plan dags/sp500_sma_grid.yaml --param fast=20", "with one value in place of an axis"],
      ),
    )
    .action(async (file: string, options) =>
      (await import("../actions/plan.ts")).plan(file, options, commandContext(options)),
    );
}
