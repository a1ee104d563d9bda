import type { Command } from "commander";
import type { CheckOptions, RefreshOptions, SaveOptions } from "../actions/golden.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";
import { tolerance } from "../options/tolerance.ts";

const BY = "who does it (default: NIGHTGRID_USER, else the name of this account)";

/** `nightgrid golden save|check|list|refresh` */
export function addGoldenCommand(program: Command): void {
  const golden = program
    .command("golden")
    .description("goldens: results taken for right, and whether they still come out");
  golden.addHelpText(
    "after",
    examples(
      [
        "nightgrid golden save sma_2020 nightly_sp500 --why 'checked against the paper'",
        "files in goldens/, for version control",
      ],
      ["nightgrid golden check", "all of them, exit code 3 when something changed"],
      ["nightgrid golden refresh sma_2020 nightly_sp500 --why 'the vendor mended May'", "takes the last run for right"],
    ),
  );
  golden
    .command("save")
    .description("take the results of a run for right, under a new name")
    .argument("<name>", "of the golden: a…z, 0…9, _ and -")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .requiredOption("--why <text>", "why they are right")
    .option("--backtest <name>", "of the DAG (default: its first)")
    .option("--cells <n>", "the best so many", wholeNumber("--cells"), 100)
    .option("--rtol <x>", "changes up to this fraction of the larger value are none", tolerance("--rtol"), 0)
    .option("--atol <x>", "changes up to this much are none", tolerance("--atol"), 0)
    .option("--by <name>", BY)
    .option("--json", "one JSON document")
    .action(async (name: string, run: string, options: SaveOptions) =>
      (await import("../actions/golden.ts")).saveGolden([name, run], options, commandContext(options)),
    );
  golden
    .command("check")
    .description("compare goldens with the last runs of their DAGs")
    .argument("[name...]", "goldens (default: all)")
    .option("--run <run>", "compare with this run")
    .option("--limit <n>", "how many changes are listed; 0 for all", wholeNumber("--limit"), 10)
    .option("--json", "one JSON document")
    .action(async (names: string[], options: CheckOptions) =>
      (await import("../actions/golden.ts")).checkGoldens(names, options, commandContext(options)),
    );
  golden
    .command("list")
    .description("list them: who took them for right, when, and why")
    .option("--json", "one JSON document")
    .action(async (options) => (await import("../actions/golden.ts")).showGoldens(commandContext(options)));
  golden
    .command("refresh")
    .description("take the results of a run for right in place of those that a golden has")
    .argument("<name>", "of the golden")
    .argument("[run]", "a run id or a DAG id (default: the last run of its DAG)")
    .requiredOption("--why <text>", "why the new ones are right")
    .option("--by <name>", BY)
    .option("--json", "one JSON document")
    .action(async (name: string, run: string | undefined, options: RefreshOptions) =>
      (await import("../actions/golden.ts")).refreshGolden(name, run, options, commandContext(options)),
    );
}
