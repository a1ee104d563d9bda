import type { Command } from "commander";
import type { LookaheadOptions } from "../actions/check.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid check lookahead <dag>` */
export function addCheckCommand(program: Command): void {
  const check = program.command("check").description("look for mistakes in strategies that no result shows");
  check
    .command("lookahead")
    .description("run every strategy of a DAG on the first bars alone: what it says of them must stay as it was")
    .argument("<dag>", "a DAG file, or the id of a DAG in dags/")
    .option("--cuts <n>", "how often each cell is run on the first bars alone", wholeNumber("--cuts"), 24)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid check lookahead dags/custom_strategy.yaml", "exit code 3 when something saw the future"],
        ["nightgrid check lookahead mine.yaml --cuts 500", "look harder: for leaks that show at few bars"],
      ),
    )
    .action(async (file: string, options: LookaheadOptions) =>
      (await import("../actions/check.ts")).lookahead(file, options, commandContext(options)),
    );
  check
    .command("determinism")
    .description(
      "compute cells of a DAG alone, in a sweep, in the opposite order and in two processes: all must be equal",
    )
    .argument("<dag>", "a DAG file, or the id of one in dags/")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples([
        "nightgrid check determinism dags/custom_strategy.yaml",
        "exit code 3 when a cell depends on more than its input",
      ]),
    )
    .action(async (file: string, options: { readonly json?: boolean }) =>
      (await import("../actions/check.ts")).determinism(file, commandContext(options)),
    );
}
