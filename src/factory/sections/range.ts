import { type NumberParam, type ParamSpec } from "../../core/params/param-spec.ts";
import { valueProblem } from "../../core/params/value-problem.ts";
import type { AxisSpec } from "../dag-spec.ts";
import type { Finding } from "../diagnostics/problem.ts";
import { openAxis, rangeCount } from "../grid/axis.ts";

/** `{ from, to, step }` or `{ from, to, count, scale: log }`, of the right types but not yet of sense. */
interface WrittenRange {
  readonly from?: number;
  readonly to?: number;
  readonly step?: number;
  readonly count?: number;
  readonly scale?: "log";
}

interface Ends {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Of logarithmic whole numbers, which have to be listed because rounding makes neighbours equal. */
const MAX_LISTED = 1_000_000;

const FREE_NUMBER: NumberParam = { kind: "float", default: 0 };

/** The axis of a range, or what is wrong with it. */
export function readRange(name: string, range: WrittenRange, spec: ParamSpec): AxisSpec | Finding {
  const { from, to, step, count, scale } = range;
  if (spec.kind === "free") return readRange(name, range, FREE_NUMBER);
  if (spec.kind !== "int" && spec.kind !== "float") return invalid(`"${name}" is no number: list its values.`);
  if (from === undefined || to === undefined) return invalid(`Axis "${name}" needs "from" and "to".`);
  if (scale === "log") {
    if (count === undefined) return invalid(`Axis "${name}" needs "count", the number of values.`);
    return readLogarithmic({ name, from, to }, count, spec);
  }
  if (step === undefined) return invalid(`Axis "${name}" needs "step", or "count" with "scale: log".`);
  return readLinear({ name, from, to }, step, spec);
}

function readLinear({ name, from, to }: Ends, step: number, spec: NumberParam): AxisSpec | Finding {
  const leadsAway = step === 0 || Math.sign(to - from) === -Math.sign(step);
  if (leadsAway) return invalid(`Steps of ${step} never lead from ${from} to ${to}.`);
  const count = rangeCount(from, to, step);
  if (!Number.isSafeInteger(count)) return tooLong(name, count);
  const axis: AxisSpec = { name, kind: "range", from, step, count };
  const last = Number(openAxis(axis).valueAt(count - 1));
  const isBroken = spec.kind === "int" && !Number.isInteger(step);
  const problem = isBroken ? "must be a whole number in every step" : endsProblem(spec, from, last);
  return problem === null ? axis : outOfRange(name, problem);
}

function readLogarithmic({ name, from, to }: Ends, count: number, spec: NumberParam): AxisSpec | Finding {
  if (from <= 0 || to <= 0) return invalid(`A logarithmic axis needs "from" and "to" above 0.`);
  if (from === to && count > 1) return invalid(`Axis "${name}" begins where it ends.`);
  const problem = endsProblem(spec, from, to);
  if (problem !== null) return outOfRange(name, problem);
  const axis: AxisSpec = { name, kind: "log", from, to, count };
  if (spec.kind === "float") return axis;
  if (count > MAX_LISTED) return tooLong(name, count);
  const opened = openAxis(axis);
  const values = new Set(Array.from({ length: count }, (_, index) => Math.round(Number(opened.valueAt(index)))));
  return { name, kind: "list", values: [...values] };
}

/** What lies between two good ends is good. */
function endsProblem(spec: NumberParam, first: number, last: number): string | null {
  return valueProblem(spec, first) ?? valueProblem(spec, last);
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
