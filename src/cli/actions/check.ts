import { createExecutors } from "../../app/executors.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { lookaheadCheckJson } from "../../contract/json/checks-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { checkBacktest } from "../../runs/check/check-backtest.ts";
import { checkDeterminism } from "../../runs/check/check-determinism.ts";
import type { CommandContext } from "../command-context.ts";
import { loadDagFile } from "../project/load-dag-file.ts";
import { checkLines, determinismLines } from "../views/check-view.ts";

export interface LookaheadOptions {
  readonly cuts: number;
  readonly json?: boolean;
}

export async function determinism(file: string, context: CommandContext): Promise<void> {
  const { output, home } = context;
  const { spec } = await loadDagFile(file, context);
  const userCode = await context.userCode();
  const deps = { executors: createExecutors({ home, env: context.env, userCode }), strategies: userCode.strategies };
  const checks = [];
  for (const backtest of spec.backtests) {
    const check = await checkDeterminism(backtest, new Date(), deps);
    for (const line of determinismLines(check, output)) output.print(line);
    checks.push(check);
  }
  const differences = checks.filter(({ difference }) => difference !== null).length;
  output.json("determinism", { dag: spec.id, differences, backtests: checks });
  if (differences > 0) process.exitCode = EXIT.invalid;
}

export async function lookahead(file: string, { cuts }: LookaheadOptions, context: CommandContext): Promise<void> {
  const { output, home } = context;
  if (cuts < 1) throw new AppError("USAGE", "--cuts is at least 1.");
  const { spec } = await loadDagFile(file, context);
  const userCode = await context.userCode();
  const deps = { executors: createExecutors({ home, env: context.env, userCode }), strategies: userCode.strategies };
  const checks = [];
  for (const backtest of spec.backtests) {
    const check = await checkBacktest(backtest, { logicalDate: new Date(), cuts }, deps);
    for (const line of checkLines(check, output)) output.print(line);
    checks.push(check);
  }
  const leaks = checks.filter(({ leak, wrote }) => leak !== null || wrote !== null).length;
  output.json("lookahead", { dag: spec.id, leaks, backtests: checks.map(lookaheadCheckJson) });
  if (leaks > 0) process.exitCode = EXIT.invalid;
}
