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
  readonly log?: boolean;
}

type RangeAxis = Extract<AxisSpec, { kind: "range" }>;

interface Ends {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Of logarithmic whole numbers, which have to be listed because rounding makes neighbours equal. */
const MAX_LISTED = 1_000_000;

const FREE_NUMBER: NumberParam = { kind: "float", default: 0 };

/** What a search takes for a range without a step: at least so many values. */
const FINE_STEPS = 1_000_000;

/** The axis of a range, or what is wrong with it. @param isSearched its cells are drawn, so that it needs no step */
export function readRange(
  name: string,
  range: WrittenRange,
  { spec, isSearched }: { readonly spec: ParamSpec; readonly isSearched: boolean },
): AxisSpec | Finding {
  const { from, to, step, count, scale, log } = range;
  if (spec.kind === "free") return readRange(name, range, { spec: FREE_NUMBER, isSearched });
  if (spec.kind !== "int" && spec.kind !== "float") return invalid(`"${name}" is no number: list its values.`);
  if (from === undefined || to === undefined) return invalid(`Axis "${name}" needs "from" and "to".`);
  if (log !== undefined && !isSearched) return onlySearched(`"log" of axis "${name}" is for cells that are drawn.`);
  if (isSearched && count === undefined) {
    return readSearched({ name, from, to }, { step, isLog: log === true || scale === "log" }, spec);
  }
  if (scale === "log") {
    if (count === undefined) return invalid(`Axis "${name}" needs "count", the number of values.`);
    return readLogarithmic({ name, from, to }, count, spec);
  }
  if (step === undefined) return onlySearched(`Axis "${name}" needs "step", or "count" with "scale: log".`);
  return readLinear({ name, from, to }, step, spec);
}

/**
 * Whole numbers have steps of 1. Other ranges get steps of a power of ten, a million or up to ten of them; in the logarithm a
 * million: so values stay short, and every cell has a place on the axis.
 */
function readSearched(
  { name, from, to }: Ends,
  { step, isLog }: { readonly step: number | undefined; readonly isLog: boolean },
  spec: NumberParam,
): AxisSpec | Finding {
  if (from === to) return invalid(`Axis "${name}" begins where it ends: write [${from}].`);
  if (from > to && (isLog || step === undefined)) return invalid(`Axis "${name}" ends at ${to}, below ${from}.`);
  if (isLog && from <= 0) return invalid(`A logarithmic axis needs "from" and "to" above 0.`);
  if (isLog && step === undefined && spec.kind === "float") {
    return readLogarithmic({ name, from, to }, FINE_STEPS + 1, spec);
  }
  const fine = spec.kind === "int" ? 1 : Number(`1e${Math.floor(Math.log10((to - from) / FINE_STEPS))}`);
  const axis = readLinear({ name, from, to }, step ?? fine, spec);
  return isLog && "kind" in axis ? { ...axis, spread: "log" } : axis;
}

function readLinear({ name, from, to }: Ends, step: number, spec: NumberParam): RangeAxis | Finding {
  const leadsAway = step === 0 || Math.sign(to - from) === -Math.sign(step);
  if (leadsAway) return invalid(`Steps of ${step} never lead from ${from} to ${to}.`);
  const count = rangeCount(from, to, step);
  if (!Number.isSafeInteger(count)) return tooLong(name, count);
  const axis: RangeAxis = { name, kind: "range", from, step, count };
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

function onlySearched(message: string): Finding {
  const hint = "Write {from, to, step}; or let a search draw the cells: search: { method: sobol, n: 200 }.";
  return { code: "GRID_INVALID", message, hint };
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
