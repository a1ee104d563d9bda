import { AppError } from "../../core/errors/app-error.ts";
import type { CodeFile } from "../../core/values/code-file.ts";
import { type CodeLanguage, languageOf } from "../../core/spec/code-language.ts";
import type { Env } from "../python/find-interpreter.ts";
import { describePython, loadPython, planPython, pythonHashOf, readPython } from "../python/load-python.ts";
import { pythonSourceFiles, pythonSourceHash } from "../python/python-code.ts";
import { codeHash, type ModuleCode, readCodeFiles } from "../../sandbox/modules/code-hash.ts";
import type { RoomContext } from "../../sandbox/room.ts";
import type { StrategyDescription } from "../strategy-runner.ts";
import { describeStrategy } from "../user/describe-strategy.ts";
import { type LoadedStrategy, loadStrategy, moduleCode, type StrategyModule, unreadable } from "./load-strategy.ts";

/** What there is to know of a language that strategies are written in. */
interface StrategyLanguage {
  /** SHA-256 of a module's text and of all of its project that it imports. @throws as `readFile` does */
  sourceHash(file: string): Promise<string>;
  /** The files that this hash is over. @throws as `readFile` does */
  sourceFiles(file: string): Promise<readonly CodeFile[]>;
  /** Which code lies there now, with what else decides what it says; loads none of it. @throws AppError */
  code(file: string, env: Env): Promise<ModuleCode>;
  /** What the text of a module says of it; null when it must be run for that. @throws AppError STRATEGY_INVALID */
  read(module: StrategyModule, codeHash: string, env: Env): Promise<StrategyDescription | null>;
  /** What can be told of a module where nothing can run it, for plans; null: nothing. @throws AppError STRATEGY_INVALID */
  plan(module: StrategyModule, lacks: AppError, env: Env): Promise<StrategyDescription | null>;
  /** In a user's process only. @throws AppError STRATEGY_INVALID, saying what is wrong with the module */
  describe(module: StrategyModule, context: RoomContext): Promise<StrategyDescription>;
  /** The same. */
  load(module: StrategyModule, context: RoomContext): Promise<LoadedStrategy>;
}

const LANGUAGES: Readonly<Record<CodeLanguage, StrategyLanguage>> = {
  javascript: {
    sourceHash: codeHash,
    sourceFiles: readCodeFiles,
    code: moduleCode,
    read: async () => null,
    plan: async () => null,
    async describe(module, { runtimeChange }) {
      const { strategy, codeHash } = await loadStrategy(module);
      const change = runtimeChange();
      if (change !== null)
        throw new AppError("STRATEGY_INVALID", `Its module replaces ${change} of JavaScript itself.`);
      return describeStrategy(strategy, codeHash);
    },
    load: loadStrategy,
  },
  python: {
    sourceHash: pythonSourceHash,
    sourceFiles: pythonSourceFiles,
    async code(file, env) {
      try {
        return { hash: await pythonHashOf(file, env), hasCommonJs: false };
      } catch (error) {
        throw error instanceof AppError ? error : unreadable(file, error);
      }
    },
    read: readPython,
    plan: planPython,
    describe: describePython,
    load: loadPython,
  },
};

/** That of a file; without an ending of its own it is JavaScript's to refuse. */
export function languageOfStrategy({ path }: Pick<StrategyModule, "path">): StrategyLanguage {
  return LANGUAGES[languageOf(path) ?? "javascript"];
}
