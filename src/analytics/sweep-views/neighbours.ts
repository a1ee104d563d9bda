import type { Better } from "../../core/metrics/metric-info.ts";
import { measured, unmeasured } from "../../core/metrics/measured.ts";
import { selectNth } from "../../core/numbers/select-nth.ts";
import type { Statistic } from "../statistic.ts";
import { type CellPlaces, cellOfRaw, placeOf, stridesOf } from "./cell-places.ts";

/**
 * Of each axis its places by the order of its values; null for an axis whose values have none, such as names, on which nothing
 * is a neighbour.
 */
export type AxisOrders = readonly (Int32Array | null)[];

export interface Neighbour {
  readonly axis: number;
  readonly step: "down" | "up";
  readonly cell: number;
}

/** The cells one step away on one axis; those that the filter left out are none. */
export function neighboursOf(places: CellPlaces, orders: AxisOrders, cell: number): readonly Neighbour[] {
  const own = placeOf(places, cell);
  if (own === null) return [];
  const strides = stridesOf(places);
  const raw = own.reduce((sum, place, axis) => sum + place * (strides[axis] ?? 1), 0);
  return own.flatMap((place, axis) =>
    stepsFrom(orders[axis] ?? null, place).flatMap(({ step, to }) => {
      const other = cellOfRaw(places, raw + (to - place) * (strides[axis] ?? 1));
      return other < 0 ? [] : [{ axis, step, cell: other }];
    }),
  );
}

function stepsFrom(
  order: Int32Array | null,
  place: number,
): readonly { readonly step: "down" | "up"; readonly to: number }[] {
  const rank = order?.indexOf(place) ?? -1;
  const [down, up] = rank < 0 ? [] : [order?.[rank - 1], order?.[rank + 1]];
  return [
    ...(down === undefined ? [] : [{ step: "down" as const, to: down }]),
    ...(up === undefined ? [] : [{ step: "up" as const, to: up }]),
  ];
}

/**
 * What `plateauScore` says of any cell, from its surroundings alone: how much of its lead over the median cell the cells share
 * that are at most one step away on every axis.
 *
 * @param values the objective of every cell, NaN where undefined, infinite where nothing was lost
 * @param of.middle of the same values: that of a sweep is the same for all its cells
 */
export function plateauOf(
  { places, orders, better }: { readonly places: CellPlaces; readonly orders: AxisOrders; readonly better: Better },
  values: Float32Array | Float64Array,
  { cell, middle }: { readonly cell: number; readonly middle: Middle },
): Statistic {
  const own = values[cell] ?? Number.NaN;
  if (Number.isNaN(own)) return unmeasured("not_computed");
  const { median, low, high } = middle;
  const held = (value: number): number => Math.min(Math.max(value, low), high);
  const sign = better === "higher" ? 1 : -1;
  const lead = sign * (held(own) - median);
  const around = surroundings(places, orders, cell);
  if (around.length === 0) return unmeasured(values.length < 2 ? "too_few_cells" : "no_neighbours");
  if (!(lead > 0)) return unmeasured("zero_variance");
  const shared = around.reduce((sum, other) => {
    const part = (sign * (held(values[other] ?? Number.NaN) - median)) / lead;
    return part > 0 ? sum + Math.min(part, 1) : sum;
  }, 0);
  return measured(shared / around.length);
}

/** All other cells at most one step away on every axis. */
function surroundings(places: CellPlaces, orders: AxisOrders, cell: number): readonly number[] {
  const own = placeOf(places, cell);
  if (own === null) return [];
  const strides = stridesOf(places);
  let raws = [0];
  for (const [axis, place] of own.entries()) {
    const near = [place, ...stepsFrom(orders[axis] ?? null, place).map(({ to }) => to)];
    raws = raws.flatMap((raw) => near.map((to) => raw + to * (strides[axis] ?? 1)));
  }
  return raws.map((raw) => cellOfRaw(places, raw)).filter((other) => other >= 0 && other !== cell);
}

/** What the lead of a cell is measured from. */
export interface Middle {
  readonly median: number;
  /** The least and the greatest number. */
  readonly low: number;
  readonly high: number;
}

/** Of the values that are defined, infinite ones counted as the end that the numbers reach. */
export function middleOf(values: Float32Array | Float64Array): Middle {
  const defined = new Float64Array(values.length);
  let [count, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    defined[count++] = value;
    if (value < low && value !== Number.NEGATIVE_INFINITY) low = value;
    if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
  }
  if (low > high) [low, high] = [0, 0];
  const held = defined.subarray(0, count);
  for (let at = 0; at < count; at++) held[at] = Math.min(Math.max(held[at] ?? 0, low), high);
  const upper = selectNth(held, Math.floor(count / 2));
  return { median: (selectNth(held, Math.ceil(count / 2) - 1) + upper) / 2, low, high };
}
