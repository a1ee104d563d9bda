import type { Command } from "commander";
import type { BundleOptions } from "../actions/bundle.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid bundle [run]` and `nightgrid replay <file>` */
export function addBundleCommands(program: Command): void {
  program
    .command("bundle")
    .description("pack all that a run consists of into one file that can be read and computed again elsewhere")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("-o, --output <file>", "where it is written, whole or not at all (default: <run>.zip)")
    .option("--no-data", "of the data only the manifests, which say what was read")
    .option("--best <n>", "cells of each backtest with trades and equity (default: 5)", wholeNumber("--best"))
    .option("--force", "write over a file that is there")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid bundle last -o run.zip", "what ran, on what, and what came out"],
        ["nightgrid bundle nightly_sp500 --no-data", "for somebody who has the prices"],
      ),
    )
    .action(async (run: string, options: BundleOptions) =>
      (await import("../actions/bundle.ts")).bundle(run, options, commandContext(options)),
    );
  program
    .command("replay")
    .description("compute a bundle again in a folder of its own, and say whether every metric is the same")
    .argument("<file>", "a file that `nightgrid bundle` has made")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(["nightgrid replay run.zip", "exit code 3 with the first difference; it runs the code in the bundle"]),
    )
    .action(async (file: string, options: { readonly json?: boolean }) =>
      (await import("../actions/replay.ts")).replay(file, commandContext(options)),
    );
}
