import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

interface LookaheadOptions {
  readonly cuts: string;
  readonly json?: boolean;
}

/** `nightgrid check lookahead <dag>` */
export function addCheckCommand(program: Command): void {
  const check = program.command("check").description("look for mistakes in strategies that no result shows");
  check
    .command("lookahead")
    .description("run every strategy of a DAG on the first bars alone: what it says of them must stay as it was")
    .argument("<dag>", "a DAG file, or the id of a DAG in dags/")
    .option("--cuts <n>", "how often each cell is run on the first bars alone", "24")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid check lookahead dags/custom_strategy.yaml", "exit code 3 when something saw the future"],
        ["nightgrid check lookahead mine.yaml --cuts 500", "look harder: for leaks that show at few bars"],
      ),
    )
    .action(async (file: string, options: LookaheadOptions) => lookahead(file, options, commandContext(options)));
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
    .action(async (file: string, options: { readonly json?: boolean }) => determinism(file, commandContext(options)));
}

async function determinism(file: string, context: CommandContext): Promise<void> {
  const { output, home } = context;
  const { loadDagFile } = await import("../project/load-dag-file.ts");
  const { spec } = await loadDagFile(file, context);
  const { createExecutors } = await import("../../app/executors.ts");
  const { checkDeterminism } = await import("../../runs/check/check-determinism.ts");
  const { determinismJson, determinismLines } = await import("../views/check-view.ts");
  const userCode = await context.userCode();
  const deps = { executors: createExecutors({ home, userCode }), strategies: userCode.strategies };
  const checks = [];
  for (const backtest of spec.backtests) {
    const check = await checkDeterminism(backtest, new Date(), deps);
    for (const line of determinismLines(check, output)) output.print(line);
    checks.push(check);
  }
  const differences = checks.filter(({ difference }) => difference !== null).length;
  output.json({ dag: spec.id, differences, backtests: checks.map(determinismJson) });
  const { EXIT } = await import("../exit-codes.ts");
  if (differences > 0) process.exitCode = EXIT.invalid;
}

async function lookahead(file: string, options: LookaheadOptions, context: CommandContext): Promise<void> {
  const { output, home } = context;
  const { wholeNumber } = await import("../options/whole-number.ts");
  const cuts = wholeNumber("--cuts", options.cuts);
  if (cuts < 1) throw new AppError("USAGE", "--cuts is at least 1.");
  const { loadDagFile } = await import("../project/load-dag-file.ts");
  const { spec } = await loadDagFile(file, context);
  const { createExecutors } = await import("../../app/executors.ts");
  const { checkBacktest } = await import("../../runs/check/check-backtest.ts");
  const { checkJson, checkLines } = await import("../views/check-view.ts");
  const userCode = await context.userCode();
  const deps = { executors: createExecutors({ home, userCode }), strategies: userCode.strategies };
  const checks = [];
  for (const backtest of spec.backtests) {
    const check = await checkBacktest(backtest, { logicalDate: new Date(), cuts }, deps);
    for (const line of checkLines(check, output)) output.print(line);
    checks.push(check);
  }
  const leaks = checks.filter(({ leak, wrote }) => leak !== null || wrote !== null).length;
  output.json({ dag: spec.id, leaks, backtests: checks.map(checkJson) });
  const { EXIT } = await import("../exit-codes.ts");
  if (leaks > 0) process.exitCode = EXIT.invalid;
}
