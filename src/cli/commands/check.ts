import type { Command } from "commander";
import type { LookaheadOptions } from "../actions/check.ts";
import type { OutputsOptions } from "../actions/check-outputs.ts";
import { commandContext, examples } from "../command-context.ts";
import { outputRuleOption, type RuleOption } from "../options/output-rule.ts";
import { wholeNumber } from "../options/whole-number.ts";

/** `nightgrid check lookahead <dag>`, `check determinism <dag>`, `check outputs <folder>` */
export function addCheckCommand(program: Command): void {
  const check = program.command("check").description("look for mistakes in strategies, and in the files of scripts");
  check
    .command("lookahead")
    .description("run every strategy of a DAG on the first bars alone: what it says of them must stay as it was")
    .argument("<dag>", "a DAG file, or the id of a DAG in dags/")
    .option(
      "--cuts <n>",
      "ends of the data that each cell is tried with, and as many again after bars at which it acts",
      wholeNumber("--cuts"),
      24,
    )
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
  check
    .command("outputs")
    .description(
      "check the files that a script has written (trades.csv, summary.csv, pnl.csv, …), and compute their metrics",
    )
    .argument("<folder>", "the folder that it has written them to")
    .option(
      "--rules <dag>",
      "hold them to what a DAG asks of its script, `dag` or `dag#backtest`; its capital and calendar too",
    )
    .option(
      "--rule <file:rule=value>",
      "hold a file to a rule, as `outputs` of a DAG does; repeatable",
      (text: string, before: RuleOption | undefined) => [...(before ?? []), outputRuleOption(text)],
    )
    .option("--capital <amount>", "initial capital: computes the metrics")
    .option("--calendar <name>", "market whose trading days pnl.csv must have, such as XNYS; else weekdays")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid check outputs results/run_20260210_143022_a3f8b2c1", "exit code 3 when they are not valid"],
        [
          "nightgrid check outputs out --capital 100000 --rule pnl.csv:max_drawdown_pct=-30",
          "with a rule, and the metrics",
        ],
      ),
    )
    .action(async (folder: string, options: OutputsOptions) =>
      (await import("../actions/check-outputs.ts")).outputs(folder, options, commandContext(options)),
    );
}
