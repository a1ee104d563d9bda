import { ownValue } from "../../core/values/own-record.ts";
import type { ParamValue } from "../../core/params/param-spec.ts";
import type { AxisSpec } from "../dag-spec.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { checkParam, checkParamName, warnOfUnit } from "./params.ts";
import { readRange } from "./range.ts";
import { reportAt, type Section } from "./section.ts";

type WrittenAxis = NonNullable<BacktestBlock["param_grid"][string]>;
/** One entry of `param_grid`; null when it was reported. */
export function readAxis(
  section: Section,
  name: string,
  written: WrittenAxis,
  { strategy, isSearched }: { readonly strategy: KnownStrategy; readonly isSearched: boolean },
): AxisSpec | null {
  const steps = ["param_grid", name];
  const spec = ownValue(strategy.params, name);
  if (!checkParamName(section, steps, name, strategy) || spec === undefined) return null;
  if (Array.isArray(written)) return readList(section, steps, { name, values: written }, strategy);
  if (written.values !== undefined) {
    if (Object.keys(written).length === 1) {
      return readList(section, [...steps, "values"], { name, values: written.values }, strategy);
    }
    reportAt(section, steps, {
      code: "GRID_INVALID",
      message: `Axis "${name}" mixes values with a range.`,
      hint: "Keep one.",
    });
    return null;
  }
  const reading = readRange(name, written, { spec, isSearched });
  if ("kind" in reading) {
    for (const end of ["from", "to"] as const)
      warnOfUnit(section, [...steps, end], spec, { name, value: written[end] ?? 0 });
    return reading;
  }
  reportAt(section, steps, reading);
  return null;
}

function readList(
  section: Section,
  steps: readonly PathStep[],
  axis: { readonly name: string; readonly values: readonly ParamValue[] },
  strategy: KnownStrategy,
): AxisSpec | null {
  const { name, values } = axis;
  const seen = new Set<ParamValue>();
  let isGood = true;
  for (const [i, value] of values.entries()) {
    if (!checkParam(section, [...steps, i], { name, value }, strategy)) isGood = false;
    else if (seen.has(value)) {
      const message = `Axis "${name}" has ${JSON.stringify(value)} twice.`;
      reportAt(section, [...steps, i], { code: "GRID_INVALID", message, hint: "Keep one of them." });
      isGood = false;
    }
    seen.add(value);
  }
  return isGood ? { name, kind: "list", values } : null;
}
