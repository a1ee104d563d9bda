import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { ParamValue } from "../../core/params/param-spec.ts";
import type { Axis } from "./axis.ts";

/** Longer axes are written anew for each cell: their texts would take memory. */
const MOST_KEPT = 65_536;

/**
 * Writes the canonical JSON of the cells of some axes: what is equal in all of them is written once.
 *
 * @param fixed parameters that are equal in all cells
 * @returns the text of a cell, from its number before any filter; the last axis is the fastest
 */
export function cellTexts(
  axes: readonly Axis[],
  fixed: readonly (readonly [name: string, value: ParamValue])[],
): (raw: number) => string {
  const strides = stridesOf(axes);
  const writers = axes.map((axis, index) => valueTexts(axis, strides[index] ?? 1));
  const members = [
    ...fixed.map(([name, value]) => ({ name, text: canonicalJson(value), write: null })),
    ...axes.map(({ name }, index) => ({ name, text: "", write: writers[index] ?? null })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));

  const literals = [""];
  const values: ((raw: number) => string)[] = [];
  for (const [index, { name, text, write }] of members.entries()) {
    literals[values.length] += `${index === 0 ? "{" : ","}${JSON.stringify(name)}:${text}`;
    if (write === null) continue;
    values.push(write);
    literals.push("");
  }
  literals[values.length] += members.length === 0 ? "{}" : "}";
  return (raw) => {
    let text = literals[0] ?? "";
    for (let index = 0; index < values.length; index++) {
      text += (values[index]?.(raw) ?? "") + (literals[index + 1] ?? "");
    }
    return text;
  };
}

/** Cells between two values of an axis. */
function stridesOf(axes: readonly Axis[]): readonly number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const { count } of axes.toReversed()) {
    strides.unshift(stride);
    stride *= count;
  }
  return strides;
}

function valueTexts(axis: Axis, stride: number): (raw: number) => string {
  const { count } = axis;
  const positionOf = (raw: number): number => Math.floor(raw / stride) % count;
  if (count > MOST_KEPT) return (raw) => canonicalJson(axis.valueAt(positionOf(raw)));
  const kept: string[] = [];
  return (raw) => {
    const position = positionOf(raw);
    return (kept[position] ??= canonicalJson(axis.valueAt(position)));
  };
}
