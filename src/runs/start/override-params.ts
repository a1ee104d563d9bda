import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { valueFromText } from "../../core/params/value-from-text.ts";
import { ownValue } from "../../core/values/own-record.ts";
import { type Params, type ParamSpec, type ParamSpecs, type ParamValue } from "../../core/params/param-spec.ts";
import { freeParams } from "../../core/params/free-params.ts";
import { valueProblem } from "../../core/params/value-problem.ts";
import type { BacktestSpec, DagSpec } from "../../factory/dag-spec.ts";
import { type UnitDoubt, unitDoubt } from "../../factory/sections/unit-doubt.ts";
import type { StrategyRunner } from "../../executors/strategy-runner.ts";

/** The DAG with parameters of one run, and the values as they were understood. */
export interface Overridden {
  readonly spec: DagSpec;
  readonly overrides: Params;
}

interface OverriddenParams extends Overridden {
  /** Of values that were probably meant in another unit. */
  readonly doubts: readonly UnitDoubt[];
}

/**
 * Applies `--param name=value`: the value replaces the direct one, and an axis of that name leaves the grid,
 * in every backtest whose strategy has the parameter.
 *
 * @param texts values as written; numbers and truth values are recognised by the parameter's declaration
 * @throws AppError PARAM_UNKNOWN or PARAM_INVALID
 */
export async function overrideParams(
  spec: DagSpec,
  texts: Readonly<Record<string, string>>,
  strategies: Pick<StrategyRunner, "describe">,
): Promise<OverriddenParams> {
  const overrides: Record<string, ParamValue> = {};
  const known = new Set<string>();
  const doubts = new Map<string, UnitDoubt>();
  const backtests = await Promise.all(
    spec.backtests.map(async (backtest) => {
      const specs = await paramsOf(backtest, strategies);
      for (const name of Object.keys(specs)) known.add(name);
      const values = Object.entries(texts).flatMap(([name, text]) => {
        const param = ownValue(specs, name);
        if (param === undefined) return [];
        const value = parseValue(name, text, param);
        const doubt = unitDoubt(param, name, value);
        if (doubt !== null) doubts.set(name, doubt);
        return [[name, value] as const];
      });
      for (const [name, value] of values) overrides[name] = value;
      return withParams(backtest, Object.fromEntries(values));
    }),
  );
  for (const name of Object.keys(texts)) if (!known.has(name)) throw unknownParam(name, [...known]);
  return { spec: { ...spec, backtests }, overrides, doubts: [...doubts.values()] };
}

/** What a strategy declares; a script declares nothing, and has what its backtest gives it. */
async function paramsOf(
  { strategy, params, grid }: BacktestSpec,
  strategies: Pick<StrategyRunner, "describe">,
): Promise<ParamSpecs> {
  if (strategy.kind === "script") return freeParams([params, ...grid.add], grid.axes);
  return (await strategies.describe(strategy)).params;
}

function withParams(backtest: BacktestSpec, values: Params): BacktestSpec {
  const axes = backtest.grid.axes.filter((axis) => !Object.hasOwn(values, axis.name));
  return { ...backtest, params: { ...backtest.params, ...values }, grid: { ...backtest.grid, axes } };
}

function parseValue(name: string, text: string, spec: ParamSpec): ParamValue {
  const value = valueFromText(spec, text);
  const problem = valueProblem(spec, value);
  if (problem !== null) throw new AppError("PARAM_INVALID", `${name}=${text}: ${name} ${problem}`);
  return value;
}

function unknownParam(name: string, known: readonly string[]): AppError {
  return new AppError("PARAM_UNKNOWN", `No strategy of this DAG has a parameter "${name}"`, {
    hint: suggestName(name, known),
  });
}
