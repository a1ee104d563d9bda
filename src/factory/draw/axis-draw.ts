import type { AxisSpec } from "../dag-spec.ts";
import { openAxis } from "../grid/axis.ts";

/** Between a number in [0, 1] and a place on an axis. */
export interface AxisDraw {
  /** Evenly over the values, or over their logarithms where the axis says so. @param unit 0…1 */
  placeAt(unit: number): number;
  /** The middle of the numbers that lead to a place. */
  unitOf(place: number): number;
}

export function openAxisDraw(spec: AxisSpec): AxisDraw {
  if (spec.kind === "range" && spec.spread === "log") return logDraw(spec);
  const { count } = openAxis(spec);
  return { placeAt: (unit) => held(Math.floor(unit * count), count), unitOf: (place) => (place + 0.5) / count };
}

/** Each value has the share of its surroundings, half a step to both sides, in the logarithm. */
function logDraw({ from, step, count }: Extract<AxisSpec, { kind: "range" }>): AxisDraw {
  const edge = (place: number): number => Math.log(Math.max(from + (place - 0.5) * step, from / 2));
  const [low, high] = [edge(0), edge(count)];
  return {
    placeAt: (unit) => held(Math.round((Math.exp(low + unit * (high - low)) - from) / step), count),
    unitOf: (place) => (Math.log(from + place * step) - low) / (high - low),
  };
}

function held(place: number, count: number): number {
  return Math.min(Math.max(place, 0), count - 1);
}
