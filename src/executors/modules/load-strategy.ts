import path from "node:path";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { loadProblem } from "../../core/errors/load-problem.ts";
import { paramSpecsProblem } from "../../core/values/param-specs-problem.ts";
import { didYouMean } from "../../core/text/did-you-mean.ts";
import { symbolCountProblem } from "../../engine/kinds/symbol-count.ts";
import type { Strategy } from "../../engine/strategy.ts";
import type { StrategySource } from "../engine/sweep-setup.ts";
import { failureOf, reasonOf } from "../../sandbox/failure.ts";
import { codeHash } from "../../sandbox/modules/code-hash.ts";
import { importVersion } from "../../sandbox/modules/import-module.ts";
import { adoptStrategy, isWritten } from "./adopt-strategy.ts";

const OWN_FOLDER = path.resolve(import.meta.dirname, "../..");

export type StrategyModule = Extract<StrategySource, { kind: "module" }>;

export interface LoadedStrategy {
  readonly strategy: Strategy;
  /** SHA-256 over the source and all it imports relatively. */
  readonly codeHash: string;
}

/**
 * Loads a user's strategy; it may do so in a user's process only. A file that has changed is loaded anew.
 *
 * @throws AppError FILE_NOT_FOUND or STRATEGY_INVALID, saying what is wrong with the module
 */
export async function loadStrategy(source: StrategyModule): Promise<LoadedStrategy> {
  const hash = await strategyHash(source.path);
  const module = await importStrategy(source.path, hash);
  return { strategy: strategyOf(module, source), codeHash: hash };
}

/** @throws AppError FILE_NOT_FOUND or STRATEGY_INVALID */
export async function strategyHash(file: string): Promise<string> {
  try {
    return await codeHash(file);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw isMissing
      ? new AppError("FILE_NOT_FOUND", `The strategy module ${file} does not exist`, { cause: error })
      : invalid(`The strategy module ${file} cannot be read: ${messageOf(error)}`, error);
  }
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
    const question = didYouMean(exportName, names);
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
