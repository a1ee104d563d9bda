import type { ParamValue } from "../../core/params/param-spec.ts";
import type { AxisSpec } from "../dag-spec.ts";
import { decimalsOf, roundTo } from "./decimal.ts";

/** One dimension of a grid, as arithmetic: no value exists before it is asked for. */
export interface Axis {
  readonly name: string;
  readonly count: number;
  /** @param index 0…count-1 */
  valueAt(index: number): ParamValue;
  /** The inverse; -1 when the axis has no such value. */
  indexOf(value: ParamValue | undefined): number;
}

export function openAxis(spec: AxisSpec): Axis {
  switch (spec.kind) {
    case "list":
      return listAxis(spec.name, spec.values);
    case "range": {
      const decimals = Math.max(decimalsOf(spec.from), decimalsOf(spec.step));
      const valueAt = (index: number) => roundTo(spec.from + index * spec.step, decimals);
      return {
        name: spec.name,
        count: spec.count,
        valueAt,
        indexOf: inverse(spec.count, valueAt, (value) => (value - spec.from) / spec.step),
      };
    }
    case "log": {
      const steps = Math.max(1, spec.count - 1);
      const ratio = Math.log(spec.to / spec.from);
      const valueAt = (index: number) => {
        if (index === 0) return spec.from;
        return index === steps ? spec.to : Number((spec.from * Math.exp((ratio * index) / steps)).toPrecision(12));
      };
      const position = (value: number) => (Math.log(value / spec.from) / ratio) * steps;
      return { name: spec.name, count: spec.count, valueAt, indexOf: inverse(spec.count, valueAt, position) };
    }
  }
}

/** Values of a range, `to` included when a whole number of steps leads to it. */
export function rangeCount(from: number, to: number, step: number): number {
  // A tolerance of 1e-9 steps: (0.3 - 0.1) / 0.1 is 1.9999999999999998.
  return Math.floor((to - from) / step + 1e-9) + 1;
}

function listAxis(name: string, values: readonly ParamValue[]): Axis {
  const positions = new Map(values.map((value, index) => [value, index]));
  return {
    name,
    count: values.length,
    valueAt: (index) => values[index] ?? outside(name, index),
    indexOf: (value) => (value === undefined ? -1 : (positions.get(value) ?? -1)),
  };
}

/** Arithmetic finds the neighbourhood, comparison decides. */
function inverse(count: number, valueAt: (index: number) => number, position: (value: number) => number) {
  return (value: ParamValue | undefined): number => {
    if (typeof value !== "number") return -1;
    const index = Math.round(position(value));
    return index >= 0 && index < count && valueAt(index) === value ? index : -1;
  };
}

function outside(name: string, index: number): never {
  throw new RangeError(`Axis "${name}" has no value ${index}`);
}
