import { type ParamSpec, paramProblem, type ParamValue } from "../../core/params.ts";
import type { AxisSpec } from "../dag-spec.ts";
import type { Finding } from "../diagnostics/problem.ts";
import { openAxis, rangeCount } from "../grid/axis.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import type { KnownStrategy } from "../factory-deps.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { checkParam, checkParamName } from "./params.ts";
import { reportAt, type Section } from "./section.ts";

type WrittenAxis = NonNullable<BacktestBlock["param_grid"][string]>;
type WrittenRange = Exclude<WrittenAxis, readonly ParamValue[]>;
type Reading = AxisSpec | Finding;

/** Of logarithmic whole numbers, which have to be listed because rounding makes neighbours equal. */
const MAX_LISTED = 1_000_000;

/** One entry of `param_grid`; null when it was reported. */
export function readAxis(
  section: Section,
  name: string,
  written: WrittenAxis,
  strategy: KnownStrategy,
): AxisSpec | null {
  const steps = ["param_grid", name];
  const spec = strategy.params[name];
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
  const reading = readRange(name, written, spec);
  if ("kind" in reading) return reading;
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

function readRange(name: string, range: WrittenRange, spec: ParamSpec): Reading {
  const { from, to, step, count, scale } = range;
  if (spec.kind !== "int" && spec.kind !== "float") return invalid(`"${name}" is no number: list its values.`);
  if (from === undefined || to === undefined) return invalid(`Axis "${name}" needs "from" and "to".`);
  const atEnds = paramProblem(spec, from) ?? paramProblem(spec, to);
  if (scale === "log") {
    if (count === undefined) return invalid(`Axis "${name}" needs "count", the number of values.`);
    if (from <= 0 || to <= 0) return invalid(`A logarithmic axis needs "from" and "to" above 0.`);
    if (from === to && count > 1) return invalid(`Axis "${name}" begins where it ends.`);
    if (atEnds !== null) return outOfRange(name, atEnds);
    return spec.kind === "int" ? roundedLog(name, { from, to, count }) : { name, kind: "log", from, to, count };
  }
  if (step === undefined) return invalid(`Axis "${name}" needs "step", or "count" with "scale: log".`);
  if (step === 0 || Math.sign(to - from) === -Math.sign(step))
    return invalid(`Steps of ${step} never lead from ${from} to ${to}.`);
  const values = rangeCount(from, to, step);
  if (!Number.isSafeInteger(values)) return tooLong(name, values);
  const axis: AxisSpec = { name, kind: "range", from, step, count: values };
  const problem =
    paramProblem(spec, from) ?? paramProblem(spec, openAxis(axis).valueAt(axis.count - 1)) ?? wholeSteps(spec, step);
  return problem === null ? axis : outOfRange(name, problem);
}

function wholeSteps(spec: ParamSpec, step: number): string | null {
  return spec.kind === "int" && !Number.isInteger(step) ? "must be a whole number in every step" : null;
}

function roundedLog(
  name: string,
  range: { readonly from: number; readonly to: number; readonly count: number },
): Reading {
  if (range.count > MAX_LISTED) return tooLong(name, range.count);
  const axis = openAxis({ name, kind: "log", ...range });
  const values = new Set(Array.from({ length: range.count }, (_, index) => Math.round(Number(axis.valueAt(index)))));
  return { name, kind: "list", values: [...values] };
}

function invalid(message: string): Finding {
  return { code: "GRID_INVALID", message, hint: "Write [1, 2, 3], {from, to, step} or {from, to, count, scale: log}." };
}

function tooLong(name: string, values: number): Finding {
  return {
    code: "GRID_TOO_LARGE",
    message: `Axis "${name}" has ${values} values.`,
    hint: "Take fewer and wider steps.",
  };
}

function outOfRange(name: string, problem: string): Finding {
  return { code: "PARAM_INVALID", message: `"${name}" ${problem}.` };
}
