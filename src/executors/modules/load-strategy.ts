import path from "node:path";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { loadProblem } from "../../core/errors/load-problem.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { paramSpecsProblem } from "../../core/params/param-specs-problem.ts";
import { questionAfter } from "../../core/text/suggest-name.ts";
import { symbolCountProblem } from "../../engine/kinds/symbol-count.ts";
import type { Strategy } from "../../engine/strategy.ts";
import type { CodeRef } from "../../core/spec/code-ref.ts";
import { failureOf, reasonOf } from "../../sandbox/failure.ts";
import { type ModuleCode, readCode } from "../../sandbox/modules/code-hash.ts";
import { importVersion } from "../../sandbox/modules/import-module.ts";
import { adoptStrategy, isWritten } from "./adopt-strategy.ts";

const OWN_FOLDER = path.resolve(import.meta.dirname, "../..");

export type StrategyModule = Extract<CodeRef, { kind: "module" }>;

export interface LoadedStrategy {
  readonly strategy: Strategy;
  /** SHA-256 over the source and all it imports relatively. */
  readonly codeHash: string;
  /** Of a strategy that can work on cells before they are traded. */
  readonly ahead?: WorkAhead;
}

/** Is told which cells will be traded, in order, and at which one the engine is. */
export interface WorkAhead {
  readonly begin: (cells: readonly Params[]) => void;
  readonly at: (index: number) => void;
  readonly end: () => void;
}

/**
 * Loads a user's strategy; it may do so in a user's process only. A file that has changed is loaded anew.
 *
 * @throws AppError FILE_NOT_FOUND or STRATEGY_INVALID, saying what is wrong with the module
 */
export async function loadStrategy(source: StrategyModule): Promise<LoadedStrategy> {
  const { hash } = await moduleCode(source.path);
  const module = await importStrategy(source.path, hash);
  return { strategy: strategyOf(module, source), codeHash: hash };
}

/** Of a module in TypeScript or JavaScript. @throws AppError FILE_NOT_FOUND or STRATEGY_INVALID */
export async function moduleCode(file: string): Promise<ModuleCode> {
  try {
    return await readCode(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Of a strategy's file. */
export function unreadable(file: string, error: unknown): AppError {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isMissing
    ? new AppError("FILE_NOT_FOUND", `The strategy module ${file} does not exist`, { cause: error })
    : new AppError("STRATEGY_INVALID", `The strategy module ${file} cannot be read: ${messageOf(error)}`, {
        cause: error,
      });
}

async function importStrategy(file: string, version: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importVersion(file, version);
  } catch (error) {
    throw invalid(`The strategy module ${file} cannot be loaded: ${problemOf(error)}`, error);
  }
}

function problemOf(error: unknown): string {
  return reasonOf({ message: loadProblem(error), place: failureOf(error, OWN_FOLDER).place });
}

function strategyOf(module: Readonly<Record<string, unknown>>, { path: file, exportName }: StrategyModule): Strategy {
  const exported = module[exportName];
  const strategy = isWritten(exported) ? adoptStrategy(exported) : null;
  if (isWritten(exported) && strategy !== null) {
    const problem = paramSpecsProblem(exported.params) ?? symbolCountProblem(exported.symbols);
    if (problem !== null) throw invalid(`The strategy ${exportName} of ${file}: ${problem}`);
    return strategy;
  }
  const names = Object.keys(module);
  if (exported === undefined) {
    const there = `${file} has no export "${exportName}"; it exports: ${names.join(", ") || "nothing"}.`;
    const question = questionAfter(exportName, names);
    throw invalid(question === null ? there : `${there} ${question}`);
  }
  throw invalid(
    `Export "${exportName}" of ${file} is no strategy: it needs a name, params, and signals, events, targets or a trader`,
  );
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError("STRATEGY_INVALID", message, {
    hint: "A strategy module exports the result of defineStrategy, definePanelStrategy or defineBarStrategy as default; run the file with node to see errors in full.",
    ...(cause === undefined ? {} : { cause }),
  });
}
