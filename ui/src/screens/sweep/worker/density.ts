import { type CellPlaces, placesOn } from "../../../../../src/analytics/sweep-views/cell-places.ts";

/** Finest division of an axis with many values, and of the metric. */
const FINEST = 64;

export interface Density {
  /** Divisions of each line, from left to right: the axes asked for, then the metric. */
  readonly divisions: readonly number[];
  /** Between each two lines: cells that count, at `left * divisions[right] + right`. */
  readonly chosen: readonly Int32Array[];
  /** The same of all cells with a value. */
  readonly all: readonly Int32Array[];
  /** Ends of the metric's line. */
  readonly low: number;
  readonly high: number;
  /** Cells that count, and those without a value or off the axes among them, which are not drawn. */
  readonly cells: number;
  readonly notDrawn: number;
}

interface DensityInput {
  readonly places: CellPlaces;
  readonly values: Float32Array;
  readonly chosen: Uint8Array | null;
  readonly axes: readonly number[];
}

/** How many cells go from where to where between neighbouring lines: a picture of a million lines at the cost of counting them. */
export function densityOf({ places, values, chosen, axes }: DensityInput): Density {
  const lines = axes.map((axis) => ({ placeAt: placesOn(places, axis), length: places.lengths[axis] ?? 1 }));
  const divisions = [...lines.map(({ length }) => Math.min(length, FINEST)), FINEST];
  const between = lines.map((_, line) => (divisions[line] ?? 1) * (divisions[line + 1] ?? 1));
  const all = between.map((size) => new Int32Array(size));
  const counted = between.map((size) => new Int32Array(size));
  const { low, high } = finiteBounds(values);
  const scale = high > low ? FINEST / (high - low) : 0;
  let [cells, notDrawn] = [0, 0];
  const at = new Int32Array(divisions.length);
  for (let cell = 0; cell < places.cells; cell++) {
    const counts = chosen === null || chosen[cell] === 1;
    const value = values[cell] ?? Number.NaN;
    if (cell >= places.onAxes || Number.isNaN(value)) {
      if (counts) notDrawn += 1;
      continue;
    }
    if (counts) cells += 1;
    for (const [line, { placeAt, length }] of lines.entries()) {
      const place = placeAt(cell);
      at[line] = length <= FINEST ? place : Math.floor((place * FINEST) / length);
    }
    at[lines.length] = Math.min(Math.max(Math.floor((value - low) * scale), 0), FINEST - 1);
    for (let line = 0; line < lines.length; line++) {
      const field = (at[line] ?? 0) * (divisions[line + 1] ?? 1) + (at[line + 1] ?? 0);
      add(all[line], field);
      if (counts) add(counted[line], field);
    }
  }
  return { divisions, chosen: counted, all, low, high, cells, notDrawn };
}

function add(counts: Int32Array | undefined, field: number): void {
  if (counts !== undefined) counts[field] = (counts[field] ?? 0) + 1;
}

function finiteBounds(values: Float32Array): { readonly low: number; readonly high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
