import path from "node:path";
import { describe } from "vitest";
import { createCellEngine } from "../../../src/executors/engine/create-cell-engine.ts";
import type { StrategySource, SweepSetup } from "../../../src/executors/engine/sweep-setup.ts";
import type { CellLine } from "../../../src/executors/executor.ts";
import { languageOfStrategy } from "../../../src/executors/modules/strategy-languages.ts";
import type { UserProcessPool } from "../../../src/sandbox/parent/user-process-pool.ts";
import { sampleBars } from "../sample-bars.ts";
import { sampleBacktest } from "../sample-dag.ts";
import { PYTHON_VENV, pythonProject } from "./python-project.ts";

/** Of tests that need numpy. Where there can be none, `python-project.ts` says so. */
export const describePython = describe.skipIf(PYTHON_VENV === null);

const MARKET = [sampleBars(600)];
export const SETTINGS = { ...sampleBacktest().settings, barsPerYear: 252 };
const never = new AbortController().signal;

/** A sweep of a module in Python that is the only one of its project. */
export async function pythonSetup(text: string, more: Partial<SweepSetup> = {}): Promise<SweepSetup> {
  return setupOf(path.join(pythonProject({ "strategies/mine.py": text }), "strategies/mine.py"), more);
}

/** A sweep of a module, in whichever language. */
export async function setupOf(file: string, more: Partial<SweepSetup> = {}): Promise<SweepSetup> {
  const strategy = { kind: "module", path: file, exportName: "default" } as const;
  const { hash } = await languageOfStrategy(strategy).code(file, process.env);
  return { id: file, strategy, codeHash: hash, bars: MARKET, settings: SETTINGS, ...more };
}

export function builtinSetup(name: string, more: Partial<SweepSetup> = {}): SweepSetup {
  const strategy: StrategySource = { kind: "builtin", name };
  return { id: name, strategy, codeHash: name, bars: MARKET, settings: SETTINGS, ...more };
}

/** Computes cells by real processes, and gathers what they print. */
export function sweepsOf(users: UserProcessPool) {
  const engine = createCellEngine({ users, slots: 2, isWarm: false });
  return async (setup: SweepSetup, cells: readonly object[]) => {
    const lines: CellLine[] = [];
    const texts = cells.map((cell) => JSON.stringify(cell));
    const result = await engine.compute(setup, texts, never, { onLine: (line) => lines.push(line) });
    return { result, lines, failed: new Map(result.failures.map(({ index, message }) => [index, message])) };
  };
}
