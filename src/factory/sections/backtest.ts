import { parseDurationMs } from "../../core/time/duration.ts";
import { ownValue } from "../../core/values/own-record.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { Problem } from "../diagnostics/problem.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import { type MetricId, metricInfo } from "../../engine/metrics/metric-catalogue.ts";
import { symbolsProblem } from "../../engine/kinds/symbols-problem.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { toSettings } from "../schema/setting-keys.ts";
import { nodeAt } from "../yaml/source-tree.ts";
import { checkExecution, checkTogether, warnOfLargeFractions } from "./execution.ts";
import { type ReadData, readData } from "./data.ts";
import { readGrid } from "./grid.ts";
import { readTrigger } from "./needs.ts";
import { readParams } from "./params.ts";
import { presumedStrategy } from "./presumed-strategy.ts";
import { reportAt, type Section } from "./section.ts";
import { readStrategy } from "./strategy.ts";
import { readWindow } from "./window.ts";

/**
 * One block of the file; null when something essential is missing or wrong, which was reported. What is wrong in one
 * part hides nothing of another: a strategy that cannot be used is stood in for.
 */
export async function readBacktest(section: Section, name: string, block: BacktestBlock): Promise<BacktestSpec | null> {
  const strategy = await readStrategy(section, block.strategy);
  const data = await readData(section, block.data);
  const window = readWindow(section, block);
  const trigger = readTrigger(section, block);
  const settings = readSettings(block);
  warnOfLargeFractions(section, block);
  if (strategy === null) {
    readWithoutStrategy(section, block, settings);
    return null;
  }
  const params = readParams(section, block.params, strategy.known);
  warnOfHiddenCosts(section, block, strategy.known);
  checkSymbols(section, data, strategy.known);
  warnOfObjective(section, block.objective, strategy.known);
  checkExecution(section, settings);
  checkTogether(section, { block, settings, params }, strategy.known);
  const grid = readGrid(section, block, params, strategy.known);
  if (data === null || grid === null) return null;
  const { objective, min_trades: minTrades, volatile, needs, sampling = null } = block;
  const what = { strategy: strategy.ref, data: data.spec, window, settings, params, grid };
  const cellTimeoutMs = block.cell_timeout === undefined ? null : parseDurationMs(block.cell_timeout);
  const timeoutMs = block.timeout === undefined ? null : parseDurationMs(block.timeout);
  const limits = { ...(cellTimeoutMs !== null && { cellTimeoutMs }), ...(timeoutMs !== null && { timeoutMs }) };
  return { name, needs, ...trigger, ...what, objective, minTrades, sampling, volatile, ...limits };
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

/** An objective that ranks all the same, or whose better end has to be known. */
function warnOfObjective(section: Section, objective: MetricId, { name, kind }: KnownStrategy): void {
  const { from, better, label } = metricInfo(objective);
  const warning = { code: "DAG_VALUE_INVALID", severity: "warning" } as const;
  if (from === "factor" && kind !== "panel") {
    const message = `${name} trades one symbol, so it gives no scores, and ${objective} is undefined in every cell.`;
    const hint = "Rank by a metric of the account, such as sharpe.";
    reportAt(section, ["objective"], { ...warning, message, hint });
  } else if (better === null) {
    const message = `${label} is not better when it is higher or lower: the cells with the highest ${objective} rank first.`;
    reportAt(section, ["objective"], { ...warning, message });
  }
}

function readSettings(block: BacktestBlock): BacktestSpec["settings"] {
  const execution = toSettings("execution", block.execution);
  return {
    initialCapital: block.initial_capital,
    costs: toSettings("costs", block.costs),
    execution,
    // Absent for 0: a result without it keeps its key.
    ...(block.risk_free_rate === 0 ? {} : { riskFreeRate: block.risk_free_rate }),
    barsPerYear: block.data?.bars_per_year ?? null,
    seed: block.seed,
  };
}
