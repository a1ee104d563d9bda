import { ownValue } from "../../core/values/own-record.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { Problem } from "../diagnostics/problem.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import { symbolsProblem } from "../../engine/kinds/symbols-problem.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { nodeAt } from "../yaml/source-tree.ts";
import { checkExecution, checkTogether, warnOfLargeFractions } from "./execution.ts";
import { type ReadData, readData } from "./data.ts";
import { readGrid } from "./grid.ts";
import { readTrigger } from "./needs.ts";
import { checkObjective } from "./objective.ts";
import { readParams } from "./params.ts";
import { presumedStrategy } from "./presumed-strategy.ts";
import { reportAt, type Section } from "./section.ts";
import { isScript, readScript, refuseScriptKeys } from "./script.ts";
import { readStrategy } from "./strategy.ts";
import { readSearch } from "./search/search.ts";
import { readSensitivity } from "./sensitivity.ts";
import { readStudies } from "./study.ts";
import { readTimeouts } from "./timeouts.ts";
import { readSettings } from "./settings.ts";
import { readWindow } from "./window.ts";

/**
 * One block of the file; null when something essential is missing or wrong, which was reported. What is wrong in one
 * part hides nothing of another: a strategy that cannot be used is stood in for.
 */
export async function readBacktest(section: Section, name: string, block: BacktestBlock): Promise<BacktestSpec | null> {
  if (isScript(block)) return readScript(section, name, block);
  refuseScriptKeys(section);
  const strategy = await readStrategy(section, block.strategy);
  const data = await readData(section, block.data);
  const window = readWindow(section, block);
  const trigger = readTrigger(section, block);
  const settings = readSettings(block);
  warnOfLargeFractions(section, block);
  checkObjective(section, block.objective, strategy?.known ?? null);
  if (strategy === null) {
    readWithoutStrategy(section, block, settings);
    return null;
  }
  const params = readParams(section, block.params, strategy.known);
  warnOfHiddenCosts(section, block, strategy.known);
  checkSymbols(section, data, strategy.known);
  checkExecution(section, settings);
  checkTogether(section, { block, settings, params }, strategy.known);
  const grid = readGrid(section, block, params, strategy.known);
  const hasSeveralSymbols = strategy.known.kind === "panel";
  const studies = {
    ...readStudies(section, block, { hasSeveralSymbols }),
    ...readSensitivity(section, block, settings),
  };
  const search = readSearch(section, block, { grid, params });
  if (data === null || grid === null) return null;
  const { objective, min_trades: minTrades, volatile, needs, sampling = null } = block;
  const what = { strategy: strategy.ref, data: data.spec, window, settings, params, grid };
  return {
    name,
    needs,
    ...trigger,
    ...what,
    objective,
    minTrades,
    ...studies,
    ...search,
    sampling,
    volatile,
    ...readTimeouts(block),
  };
}

function readWithoutStrategy(section: Section, block: BacktestBlock, settings: BacktestSpec["settings"]): void {
  checkExecution(section, settings);
  const { strategy, isGuess } = presumedStrategy(section, block);
  const found: Problem[] = [];
  const aside = { ...section, problems: found };
  const params = readParams(aside, block.params, strategy);
  checkTogether(aside, { block, settings, params }, strategy);
  readGrid(aside, block, params, strategy);
  // Without a guess, a name that nothing given is like may be a parameter of the strategy.
  section.problems.push(...found.filter(({ stranger }) => isGuess || stranger === null));
}

/** A strategy with costs of its own, such as trend_v1, hides those of the block unless its parameter is given. */
function warnOfHiddenCosts(section: Section, block: BacktestBlock, strategy: KnownStrategy): void {
  for (const key of Object.keys(block.costs)) {
    const spec = ownValue(strategy.params, key);
    const isWritten = nodeAt(section.tree, ["costs", key]).place !== null;
    const isGiven = Object.hasOwn(block.params, key) || Object.hasOwn(block.param_grid, key);
    if (spec === undefined || spec.optional === true || !isWritten || isGiven) continue;
    const message = `${strategy.name} has a parameter ${key} (${spec.default} unless given), which overrides this.`;
    const hint = `Write it under params instead.`;
    reportAt(section, ["costs", key], { code: "PARAM_INVALID", severity: "warning", message, hint });
  }
}

/** Too many are no error: a run may pick some of them by `--symbols`. */
function checkSymbols(section: Section, data: ReadData | null, strategy: KnownStrategy): void {
  const named = data?.spec.symbols.length ?? 0;
  const count = Math.max(named, data?.symbols?.length ?? 0);
  const problem = count === 0 ? null : symbolsProblem(strategy, count);
  if (problem === null) return;
  const [steps, there] =
    named > 0
      ? [["data", "symbols"], `${named} ${named === 1 ? "is" : "are"} named`]
      : [["data"], `the data have ${count}`];
  const { rule, isTooMany } = problem;
  const tail = isTooMany ? ": it fails unless a run picks fewer by --symbols." : ".";
  const hint = isTooMany
    ? "Name fewer symbols, or use one backtest block for each."
    : "Name more symbols, or take another strategy.";
  reportAt(section, steps, {
    code: "EXECUTION_INVALID",
    severity: isTooMany ? "warning" : "error",
    message: `${rule}, but ${there}${tail}`,
    hint,
  });
}
