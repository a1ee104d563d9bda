import path from "node:path";
import { freeParams } from "../../core/params/free-params.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { CONTRACT } from "../../core/spec/outputs-spec.ts";
import type { ScriptRef, ScriptResources } from "../../core/spec/script-spec.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { parseMemoryMb } from "../../core/values/memory-size.ts";
import { ownRecord } from "../../core/values/own-record.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { USUAL_RESOURCES, type WrittenResources } from "../schema/script-schema.ts";
import { strategyName } from "../strategy-name.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { resolveBeside } from "./file-reference.ts";
import { readGrid } from "./grid.ts";
import { readTrigger } from "./needs.ts";
import { checkReportedObjective } from "./objective.ts";
import { readOutputRules } from "./outputs.ts";
import { checkParams, readParams } from "./params.ts";
import { isWritten, reportAt, reportAtKey, type Section } from "./section.ts";
import { refuseChoices, warnOfFewCells } from "./search/search.ts";
import { readSettings } from "./settings.ts";
import { readStudies, refuseNoise, refuseStudies } from "./study.ts";
import { readTimeouts } from "./timeouts.ts";
import { checkUsedFile } from "./used-file.ts";
import { readWindow } from "./window.ts";

/** Keys of a backtest that only a script has. */
const SCRIPT_KEYS = ["inputs", "outputs", "calendar", "resources"] as const;
/** Keys that say how the engine trades; a program does that by itself. */
const ENGINE_KEYS = ["data", "costs", "execution", "sampling"] as const;
/** What Nightgrid itself says to every program. */
const OWN_FLAG = "output_dir";
const FLAG = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const MIB = 1024 * 1024;
/** Placeholders of `command`. */
const PLACEHOLDERS = ["script", "args", "output_dir", "start_date", "end_date", "run_id", "cell"];

/** Whether the cells of a block are runs of a program. */
export function isScript({ script, command }: Pick<BacktestBlock, "script" | "command">): boolean {
  return script !== undefined || command !== undefined;
}

/** One block of the file whose cells are runs of a program; null when something essential is wrong, which was reported. */
export async function readScript(section: Section, name: string, block: BacktestBlock): Promise<BacktestSpec | null> {
  for (const key of ENGINE_KEYS) refuseEngineKey(section, key);
  refuseStudies(section, "needs the bars that the engine trades, and a script reads its own data", ["monte_carlo"]);
  const studies = readStudies(section, block, { hasSeveralSymbols: false });
  refuseNoise(section, block);
  const window = readWindow(section, block);
  const trigger = readTrigger(section, block);
  const strategy = await readProgram(section, block);
  checkReportedObjective(section, block.objective);
  const known = knownProgram(block, strategy);
  for (const [steps, params] of givenParams(block)) checkFlags(section, steps, params);
  checkFlags(section, ["param_grid"], block.param_grid);
  const params = readParams(section, block.params, known);
  checkParams(section, ["params"], params, known);
  const grid = readGrid(section, block, params, known);
  refuseChoices(section, block, "is a script, which keeps the files of every cell");
  if (grid !== null) warnOfFewCells(section, grid, params);
  if (strategy === null || grid === null) return null;
  const { objective, min_trades: minTrades, volatile, needs } = block;
  return {
    name,
    needs,
    ...trigger,
    strategy,
    executor: "script",
    data: null,
    window,
    settings: { ...readSettings(block), initialCapital: capitalOf(section, block) },
    params,
    grid,
    objective,
    minTrades,
    ...studies,
    sampling: null,
    volatile,
    cellTimeoutMs: parseDurationMs(resourcesOf(block).timeout) ?? 0,
    ...readTimeouts(block),
  };
}

/** Keys of a script in a block that has none. */
export function refuseScriptKeys(section: Section): void {
  for (const key of SCRIPT_KEYS) {
    if (!isWritten(section, key)) continue;
    const message = `"${key}" belongs to a script, and this backtest has a strategy.`;
    reportAtKey(section, [key], { code: "DAG_KEY_CONFLICT", message, hint: "Write script: in place of strategy:." });
  }
}

function refuseEngineKey(section: Section, key: (typeof ENGINE_KEYS)[number]): void {
  if (!isWritten(section, key)) return;
  const hint =
    key === "data"
      ? "A script reads its own data: name the files under inputs, so that a change of them computes it again."
      : "A script fills and charges by itself: pass what it needs under params.";
  const message = `"${key}" is for strategies that the engine trades, and this backtest has a script.`;
  reportAtKey(section, [key], { code: "DAG_KEY_CONFLICT", message, hint });
}

async function readProgram(section: Section, block: BacktestBlock): Promise<ScriptRef | null> {
  const { script, command = null, inputs = [], outputs, calendar = null } = block;
  const file = script === undefined ? null : resolveBeside(section, ["script"], script);
  const isThere = file === null || (await checkUsedFile(section, ["script"], file));
  const areWordsGood = (command ?? []).map((word, at) => checkWord(section, at, word)).every(Boolean);
  const areInputsGood = inputs.map((glob, at) => checkGlob(section, at, glob)).every(Boolean);
  const rules = outputs === undefined ? CONTRACT : readOutputRules(section, outputs);
  if (!isThere || !areWordsGood || !areInputsGood) return null;
  return {
    kind: "script",
    path: file,
    command,
    inputs: inputs.map((glob, at) => ({ folder: resolveBeside(section, ["inputs", at], "."), glob })),
    folder: "",
    outputs: rules,
    calendar,
    resources: readResources(block),
  };
}

function checkWord(section: Section, at: number, word: string): boolean {
  if (word.includes("\0")) {
    reportAt(section, ["command", at], {
      code: "DAG_VALUE_INVALID",
      message: "A program cannot be given the character of code 0.",
    });
    return false;
  }
  const unknown = [...word.matchAll(/\{([a-z_]+)\}/g)]
    .map(([, name = ""]) => name)
    .find((name) => !isPlaceholder(name));
  if (unknown === undefined) return true;
  const message = `{${unknown}} stands for nothing.`;
  const hint = `There are ${PLACEHOLDERS.map((name) => `{${name}}`).join(", ")}.`;
  reportAt(section, ["command", at], { code: "DAG_VALUE_INVALID", message, hint });
  return false;
}

function isPlaceholder(name: string): boolean {
  return PLACEHOLDERS.includes(name);
}

/** What is named from the root is elsewhere on any other host. */
function checkGlob(section: Section, at: number, glob: string): boolean {
  if (!path.isAbsolute(glob)) return true;
  const message = `"${glob}" is no part of the project.`;
  const hint = "Write a glob from the folder of this file, such as ../data/**/*.csv.";
  reportAt(section, ["inputs", at], { code: "FILE_OUTSIDE_PROJECT", message, hint });
  return false;
}

/** Defaults are filled in only where the map was written. */
function resourcesOf({ resources = USUAL_RESOURCES }: Pick<BacktestBlock, "resources">): WrittenResources {
  return resources;
}

function readResources(block: BacktestBlock): ScriptResources {
  const { memory, max_log, priority, isolation, grace } = resourcesOf(block);
  return {
    memoryBytes: (parseMemoryMb(memory) ?? 0) * MIB,
    logBytes: (parseMemoryMb(max_log) ?? 0) * MIB,
    priority,
    isolation,
    graceMs: parseDurationMs(grace) ?? 0,
  };
}

/** A program declares no parameters: it has those that it is given. */
function knownProgram(block: BacktestBlock, strategy: ScriptRef | null): KnownStrategy {
  const axes = Object.keys(block.param_grid).map((name) => ({ name }));
  const params = Object.entries(freeParams([...block.exclude, ...block.add, block.params], axes));
  const optional = params.map(([name, spec]) => [name, { ...spec, optional: true }] as const);
  const named = strategy === null ? "the script" : strategyName(strategy);
  return { name: named, params: ownRecord(optional), kind: "signals" };
}

function givenParams({ params, exclude, add }: BacktestBlock): readonly (readonly [readonly PathStep[], Params])[] {
  return [
    [["params"], params],
    ...exclude.map((match, at) => [["exclude", at], match] as const),
    ...add.map((cell, at) => [["add", at], cell] as const),
  ];
}

/** Names become flags, `--name value`. */
function checkFlags(section: Section, steps: readonly PathStep[], named: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(named)) {
    const problem = flagProblem(name);
    if (problem === null) continue;
    const hint = "Names become flags: letters, digits, _ and -, a letter first.";
    reportAtKey(section, [...steps, name], { code: "PARAM_INVALID", message: `"${name}" ${problem}.`, hint });
  }
}

function flagProblem(name: string): string | null {
  if (name === OWN_FLAG) return "is what every script is told by Nightgrid: its own value would be lost";
  return FLAG.test(name) ? null : "is no name of a flag";
}

/** Before its first day: what the file says, else what the script is told. */
function capitalOf(section: Section, { initial_capital, params }: BacktestBlock): number {
  if (isWritten(section, "initial_capital")) return initial_capital;
  const told = [params["initial_capital"], params["capital"]].find((value) => typeof value === "number" && value > 0);
  return typeof told === "number" ? told : initial_capital;
}
