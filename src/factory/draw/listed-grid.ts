import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { Params, ParamValue } from "../../core/params/param-spec.ts";
import type { AxisSpec } from "../dag-spec.ts";
import { type Axis, openAxis } from "../grid/axis.ts";
import type { Grid } from "../grid/grid.ts";
import type { PlacedCells } from "./draw-cells.ts";

/** Raw numbers are kept in 32 bits (see `CellPlaces`). */
const MOST_COMBINATIONS = 2 ** 31 - 1;

/**
 * A grid of which only these cells are there, numbered in their order. Its axes have the values that any of them has; cells
 * stand on them when they are in ascending order, as those of a whole grid are, and else count as added.
 */
export function listedGrid(specs: readonly AxisSpec[], params: Params, { places, count }: PlacedCells): Grid {
  const all = specs.map(openAxis);
  const used = all.map((axis, at) => usedAxis(axis, usedPlaces(places, at, all.length)));
  const raw = rawNumbers({ places, count }, used);
  const onAxes = raw === null ? 0 : count;
  const listed = places.map((place, at) => used[at % used.length]?.rankOf.get(place) ?? 0);

  const cellAt = (index: number): Params => {
    if (!(index >= 0 && index < count)) throw new RangeError(`There is no cell ${index} in a grid of ${count}`);
    const cell: Record<string, ParamValue> = { ...params };
    for (const [at, axis] of all.entries()) cell[axis.name] = axis.valueAt(places[index * all.length + at] ?? 0);
    return cell;
  };
  const textAt = (index: number): string => canonicalJson(cellAt(index));
  let numbers: ReadonlyMap<string, number> | null = null;

  return {
    count,
    axes: used.map(({ axis }) => axis),
    onAxes,
    isWhole: false,
    listed,
    rawAt: (index) => raw?.[index] ?? -1,
    cellAt,
    textAt,
    indexOf(params) {
      numbers ??= new Map(Array.from({ length: count }, (_, index) => [textAt(index), index]));
      return numbers.get(canonicalJson(params)) ?? null;
    },
    *cells(from, to) {
      for (let index = from; index < to; index++) yield cellAt(index);
    },
  };
}

interface UsedAxis {
  readonly axis: Axis;
  /** By the place on the whole axis. */
  readonly rankOf: ReadonlyMap<number, number>;
}

/** Places that occur, ascending. */
function usedPlaces(places: Int32Array, at: number, axes: number): Int32Array {
  const seen = new Set<number>();
  for (let index = at; index < places.length; index += axes) seen.add(places[index] ?? 0);
  return Int32Array.from(seen).sort();
}

function usedAxis(whole: Axis, used: Int32Array): UsedAxis {
  const rankOf = new Map([...used].map((place, rank) => [place, rank]));
  return {
    rankOf,
    axis: {
      name: whole.name,
      count: used.length,
      valueAt: (index) => whole.valueAt(used[index] ?? -1),
      indexOf: (value) => rankOf.get(whole.indexOf(value)) ?? -1,
    },
  };
}

/** Null unless they ascend. */
function rawNumbers({ places, count }: PlacedCells, axes: readonly UsedAxis[]): Int32Array | null {
  if (axes.reduce((product, { axis }) => product * axis.count, 1) > MOST_COMBINATIONS) return null;
  const raw = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const own = axes.reduce(
      (sum, { axis, rankOf }, at) => sum * axis.count + (rankOf.get(places[index * axes.length + at] ?? 0) ?? 0),
      0,
    );
    if (index > 0 && own <= (raw[index - 1] ?? 0)) return null;
    raw[index] = own;
  }
  return raw;
}
