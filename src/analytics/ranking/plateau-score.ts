import { type Statistic } from "../statistic.ts";
import { measured, unmeasured } from "../../core/metrics/measured.ts";
import type { Better } from "../../core/metrics/metric-info.ts";

/** A best cell below this stands on a peak, not on a plateau: it is marked fragile. */
export const FRAGILE_BELOW = 0.5;

/** Whether a best cell with this plateau score is fragile; null when the score is undefined. */
export function isFragile({ value }: Statistic): boolean | null {
  return value === null ? null : value < FRAGILE_BELOW;
}

export interface PlateauInput {
  /** The cell to judge. */
  readonly cell: number;
  /** The objective of every cell; NaN where undefined or failed, infinite where it is undefined because nothing was lost. */
  readonly values: Float64Array;
  readonly better: Better;
  /** Per axis of the grid: the position of every cell on it, counted in steps from 0. */
  readonly positions: readonly Int32Array[];
  /** Per axis: whether its values have an order. Names of a choice have none, so only cells of the same name are neighbours. */
  readonly ordered: readonly boolean[];
}

/**
 * How much of a cell's lead over the median cell its neighbours share, 0…1: the mean of (neighbour − median) ÷
 * (cell − median), each held to 0…1, over all cells at most one step away on every axis. Undefined neighbours share
 * nothing. Free of unit and sign, so it works for any objective.
 *
 * `not_computed` when the cell itself is undefined, `too_few_cells` for a single cell, `no_neighbours` when all others
 * are farther away, `zero_variance` when the cell is no better than the median.
 */
export function plateauScore({ cell, values: given, better, positions, ordered }: PlateauInput): Statistic {
  const values = withoutEnds(given);
  const own = values[cell] ?? Number.NaN;
  if (Number.isNaN(own)) return unmeasured("not_computed");
  const sign = better === "higher" ? 1 : -1;
  const median = medianOf(values);
  const lead = sign * (own - median);
  let neighbours = 0;
  let shared = 0;
  for (let other = 0; other < values.length; other++) {
    if (other === cell || !isNeighbour(positions, ordered, [cell, other])) continue;
    neighbours += 1;
    const part = (sign * ((values[other] ?? Number.NaN) - median)) / lead;
    if (part > 0) shared += Math.min(part, 1);
  }
  if (neighbours === 0) return unmeasured(values.length < 2 ? "too_few_cells" : "no_neighbours");
  return lead > 0 ? measured(shared / neighbours) : unmeasured("zero_variance");
}

/** An endless value counts as the end that the numbers reach: otherwise no number would share anything of its lead. */
function withoutEnds(values: Float64Array): Float64Array {
  const numbers = values.filter(Number.isFinite);
  const low = numbers.reduce((least, value) => Math.min(least, value), numbers[0] ?? 0);
  const high = numbers.reduce((most, value) => Math.max(most, value), numbers[0] ?? 0);
  return values.map((value) => Math.min(Math.max(value, low), high));
}

function isNeighbour(
  positions: readonly Int32Array[],
  ordered: readonly boolean[],
  [cell, other]: readonly [number, number],
): boolean {
  return positions.every((axis, i) => {
    const distance = Math.abs((axis[cell] ?? 0) - (axis[other] ?? 0));
    return distance <= (ordered[i] === true ? 1 : 0);
  });
}

function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
