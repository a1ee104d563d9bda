import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { paramSpecsProblem } from "../../core/params/param-specs-problem.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { sha256 } from "../../core/values/hash.ts";
import { ENGINE_VERSION } from "../../engine/backtest.ts";
import { examineStrategy } from "../../engine/lookahead/examine-strategy.ts";
import { sweepCells } from "../../engine/sweep-cells.ts";
import { runBacktest } from "../../engine/run-backtest.ts";
import { builtinStrategy } from "../../engine/strategies/builtin-strategies.ts";
import type { Strategy } from "../../engine/strategy.ts";
import { symbolCountProblem } from "../../engine/kinds/symbol-count.ts";
import { STRATEGY_KINDS } from "../../engine/kinds/strategy-kind.ts";
import type { UserProcessPool } from "../../sandbox/parent/user-process-pool.ts";
import { UserProcessDied } from "../../sandbox/parent/user-process-died.ts";
import { learnedFacts } from "../../sandbox/modules/learned-facts.ts";
import { createLoadQueue } from "../../sandbox/modules/load-queue.ts";
import type { StrategyDescription, StrategyRunner } from "../strategy-runner.ts";
import type { StrategyModule } from "../modules/load-strategy.ts";
import { languageOfStrategy } from "../modules/strategy-languages.ts";
import type { Env } from "../python/find-interpreter.ts";
import { askStrategy } from "./ask-strategy.ts";
import { describeStrategy } from "./describe-strategy.ts";
import { userSweeps } from "./user-sweeps.ts";
import type { StrategyQuestions } from "./strategy-questions.ts";

export interface StrategyRunnerDeps {
  /** In which strategies work. */
  readonly users: UserProcessPool;
  /** In which modules are loaded to learn of them: one that hangs must not keep others from their work. */
  readonly learners: UserProcessPool;
  /** Where descriptions of modules are kept. */
  readonly learnedFolder: string;
  /** In which Python is looked for. Default: that of this process. */
  readonly env?: Env;
  /** Longest time to load a module in milliseconds. Default 5,000. */
  readonly loadMs?: number;
  /** Longest time of one cell in full, or of an examination, in milliseconds. Default ten minutes. */
  readonly workMs?: number;
}

/** Built-in strategies run here; a user's in a process, and what a module declares is learned once for each content. */
export function createStrategyRunner(deps: StrategyRunnerDeps): StrategyRunner {
  const { users, learners, learnedFolder, env = process.env, loadMs = 5000, workMs = 600_000 } = deps;
  const queue = createLoadQueue(learners, { limitMs: loadMs });
  const sweeps = userSweeps(users);
  const learned = learnedFacts(learnedFolder, parseDescription);

  const ask = async <K extends keyof StrategyQuestions>(
    key: string,
    name: K,
    input: StrategyQuestions[K]["ask"],
    timeoutMs: number,
  ): Promise<StrategyQuestions[K]["answer"]> =>
    users.use(key, async (process) => {
      try {
        return await askStrategy(process, name, input, { timeoutMs });
      } catch (error) {
        // Whatever has failed in it may have left something behind.
        await process.end();
        throw error;
      }
    });

  const describeModule = async (source: StrategyModule): Promise<StrategyDescription> => {
    const language = languageOfStrategy(source);
    const code = await language.code(source.path, env).catch(missing);
    if (code instanceof AppError) {
      const planned = await language.plan(source, code, env);
      if (planned !== null) return planned;
      throw code;
    }
    const { hash, hasCommonJs } = code;
    // One process learns of many modules, as long as it loads each in its present version.
    const lane = hasCommonJs ? `describe ${hash} ${source.path}` : "describe";
    const key = sha256(JSON.stringify([hash, source.exportName, ENGINE_VERSION]));
    return learned.recall(key, async () => {
      const read = await language.read(source, hash, env);
      if (read !== null) return read;
      try {
        return await queue.load(lane, (process, timeoutMs) => askStrategy(process, "describe", source, { timeoutMs }));
      } catch (error) {
        throw error instanceof AppError && error.message.includes(source.path) ? error : notLoaded(source, error);
      }
    });
  };

  return {
    describe(source) {
      if (source.kind === "module") return describeModule(source);
      const strategy = builtinStrategy(source.name);
      return Promise.resolve(describeBuiltin(strategy));
    },
    async runCell(setup, params, wanted = {}) {
      const { strategy, bars, settings, codeHash, range } = setup;
      if (strategy.kind === "builtin") {
        const part = range === undefined ? {} : { range };
        return runBacktest({ strategy: builtinStrategy(strategy.name), bars, settings, params, ...part, ...wanted });
      }
      return ask(codeHash, "runCell", { setup, params, wanted }, workMs).catch(asStrategyError);
    },
    sweepApart(setup, cells) {
      const { strategy, bars, settings } = setup;
      if (strategy.kind === "builtin") {
        return Promise.resolve(sweepCells({ strategy: builtinStrategy(strategy.name), bars, settings, cells }));
      }
      const signal = AbortSignal.timeout(workMs);
      return sweeps.computeApart(setup, cells.map(canonicalJson), { signal });
    },
    async examine(request) {
      const { strategy, bars, settings, codeHash } = request.setup;
      if (strategy.kind === "builtin") {
        const { cells, cuts } = request;
        const builtin = builtinStrategy(strategy.name);
        return { ...examineStrategy({ strategy: builtin, bars, settings, cells, cuts }), wrote: null };
      }
      return ask(codeHash, "examine", request, workMs).catch(asStrategyError);
    },
  };
}

/** That there is nothing to run it with; other errors are thrown. */
function missing(error: unknown): AppError {
  if (error instanceof AppError && error.code === "PYTHON_MISSING") return error;
  throw error;
}

export function describeBuiltin(strategy: Strategy): StrategyDescription {
  return describeStrategy(strategy, sha256(`built-in ${strategy.name}`));
}

function parseDescription(value: unknown): StrategyDescription | null {
  const { name, params, kind, symbols, codeHash } = value as Readonly<Record<string, unknown>>;
  const isWhole =
    typeof name === "string" && STRATEGY_KINDS.some((known) => known === kind) && typeof codeHash === "string";
  return isWhole && paramSpecsProblem(params) === null && symbolCountProblem(symbols) === null
    ? (value as StrategyDescription)
    : null;
}

function notLoaded({ path }: StrategyModule, error: unknown): AppError {
  return new AppError("STRATEGY_INVALID", `The strategy module ${path} cannot be loaded: ${messageOf(error)}`, {
    hint:
      error instanceof UserProcessDied && error.why === "timeout"
        ? "A module is loaded to learn its parameters: keep long work out of its top level."
        : "A module is loaded to learn its parameters, and must leave its process alone.",
  });
}

function asStrategyError(error: unknown): never {
  if (!(error instanceof UserProcessDied)) throw error;
  throw new AppError("STRATEGY_FAILED", error.message.replace(/^It /, "The strategy "), { cause: error });
}
