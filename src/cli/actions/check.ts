import { filePort, publishedReader } from "../../app/data/data-port.ts";
import { createExecutors } from "../../app/executors.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { lookaheadCheckJson } from "../../contract/json/checks-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { checkBacktest, type CheckDeps, sawTooMuch } from "../../runs/check/check-backtest.ts";
import { checkDeterminism } from "../../runs/check/check-determinism.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { openCommandProject } from "../project/open-project.ts";
import type { CommandContext } from "../command-context.ts";
import { loadDagFile } from "../project/load-dag-file.ts";
import { checkLines, determinismLines } from "../views/check-view.ts";

export interface LookaheadOptions {
  readonly cuts: number;
  readonly json?: boolean;
}

export async function determinism(file: string, context: CommandContext): Promise<void> {
  const { output } = context;
  const { spec } = await loadDagFile(file, context);
  await using deps = await checkDeps(spec, context);
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
  const { output } = context;
  if (cuts < 1) throw new AppError("USAGE", "--cuts is at least 1.");
  const { spec } = await loadDagFile(file, context);
  await using deps = await checkDeps(spec, context);
  const checks = [];
  for (const backtest of spec.backtests) {
    const check = await checkBacktest(backtest, { logicalDate: new Date(), cuts }, deps);
    for (const line of checkLines(check, output)) output.print(line);
    checks.push(check);
  }
  const leaks = checks.filter(sawTooMuch).length;
  output.json("lookahead", { dag: spec.id, leaks, backtests: checks.map(lookaheadCheckJson) });
  if (leaks > 0) process.exitCode = EXIT.invalid;
}

/** The executors of a project; its database is opened where prices of a source are to be read. */
async function checkDeps(spec: DagSpec, context: CommandContext): Promise<CheckDeps & AsyncDisposable> {
  const { home, env } = context;
  const published = publishedReader({ home, env });
  if (spec.backtests.some(({ data }) => data?.source !== undefined)) {
    const project = await openCommandProject(context, "look");
    const { executors, strategies } = project.deps;
    return { executors, strategies, published, [Symbol.asyncDispose]: () => project[Symbol.asyncDispose]() };
  }
  const userCode = await context.userCode();
  const executors = createExecutors({ home, env, userCode, data: filePort({ home, env }) });
  return { executors, strategies: userCode.strategies, published, [Symbol.asyncDispose]: () => Promise.resolve() };
}
