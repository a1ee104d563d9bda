import { createRandom } from "../../analytics/resampling/random.ts";
import { ownRecord } from "../../core/values/own-record.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { DrawSpec } from "../../core/spec/search/search-spec.ts";
import type { GridSpec } from "../dag-spec.ts";
import { type Axis, openAxis } from "../grid/axis.ts";
import { openFilter } from "../grid/cell-filter.ts";
import { openAxisDraw } from "./axis-draw.ts";
import { latinHypercubePoints } from "./latin-hypercube.ts";
import { sobolPoints } from "./sobol.ts";

/** Cells by their places on the axes of a grid. */
export interface PlacedCells {
  /** The places of the first cell on every axis, then those of the second, … */
  readonly places: Int32Array;
  readonly count: number;
}

/** So many points are drawn for each cell that is wanted, where filters and repetition leave most of them out. */
const POINTS_PER_CELL = 20;
const FEWEST_POINTS = 1000;

/**
 * Draws cells that differ and that `where` and `exclude` keep, in the order of the draws; fewer than `n` when there are hardly
 * more. A Latin hypercube is drawn once: what it loses to filters and repetition is not made up for, since its n parts are.
 */
export function drawCells(grid: GridSpec, params: Params, draw: DrawSpec): PlacedCells {
  const axes = grid.axes.map(openAxis);
  const draws = grid.axes.map(openAxisDraw);
  const isKept = keptPlaces(grid, axes, params);
  const points = draw.method === "latin_hypercube" ? draw.n : draw.n * POINTS_PER_CELL + FEWEST_POINTS;
  const nextPoint = pointsOf(draw, axes.length);
  const places = new Int32Array(draw.n * axes.length);
  const seen = new Set<string>();
  let count = 0;
  for (let point = 0; point < points && count < draw.n; point++) {
    const units = nextPoint();
    const own = draws.map((axis, at) => axis.placeAt(units[at] ?? 0));
    const key = own.join();
    if (seen.has(key)) continue;
    seen.add(key);
    if (!isKept(own)) continue;
    places.set(own, count * axes.length);
    count += 1;
  }
  return { places: places.subarray(0, count * axes.length), count };
}

/** Whether the filters of a grid keep a combination, by its places. */
export function keptPlaces(
  grid: GridSpec,
  axes: readonly Axis[],
  params: Params,
): (places: readonly number[]) => boolean {
  const cell = ownRecord(Object.entries(params));
  for (const axis of axes) cell[axis.name] = axis.valueAt(0);
  if (grid.where === null && grid.exclude.length === 0) return () => true;
  const leftOutBy = openFilter(grid, cell);
  return (places) => {
    for (const [at, axis] of axes.entries()) cell[axis.name] = axis.valueAt(places[at] ?? 0);
    return leftOutBy(cell) === null;
  };
}

function pointsOf({ method, n, seed }: DrawSpec, dimensions: number): () => Float64Array {
  switch (method) {
    case "random": {
      const random = createRandom(seed);
      return () => Float64Array.from({ length: dimensions }, () => random.nextUnit());
    }
    case "sobol":
      return sobolPoints(dimensions, seed);
    case "latin_hypercube":
      return latinHypercubePoints(dimensions, n, seed);
  }
}
