import { selectNth } from "../../core/numbers/select-nth.ts";
import { type CellPlaces, placesOn } from "./cell-places.ts";

/** What stands for the many cells behind a field. `slice`: there is one at most, since all other axes are held. */
export const REDUCERS = ["max", "min", "mean", "median", "count", "slice"] as const;
export type Reducer = (typeof REDUCERS)[number];

export interface HeatmapInput {
  readonly places: CellPlaces;
  /** One per cell, NaN for none. */
  readonly values: Float32Array;
  /** Places in `lengths`; `y` null makes one row. */
  readonly x: number;
  readonly y: number | null;
  readonly reduce: Reducer;
  /** By `chooseCells`. */
  readonly chosen: Uint8Array | null;
}

/** Fields row by row, the first place of `y` first. */
export interface Heatmap {
  readonly columns: number;
  readonly rows: number;
  /** NaN where there is no value; of `count` the number of values. */
  readonly values: Float64Array;
  /** Cells with a value behind each field. */
  readonly counts: Int32Array;
  /** Of `max`, `min` and `slice` the cell whose value it is, the first of equal ones; −1 else. */
  readonly best: Int32Array;
  /** Chosen cells with a value, and without one. */
  readonly cells: number;
  readonly without: number;
  /** Chosen cells that were added, and stand on no axis: they are in no field. */
  readonly offAxes: number;
}

/** @throws RangeError for a `slice` with two cells in a field */
export function heatmap({ places, values, x, y, reduce, chosen }: HeatmapInput): Heatmap {
  const [columnOf, columns] = [placesOn(places, x), places.lengths[x] ?? 1];
  const [rowOf, rows] = y === null ? [() => 0, 1] : [placesOn(places, y), places.lengths[y] ?? 1];
  const counts = new Int32Array(columns * rows);
  const best = new Int32Array(columns * rows).fill(-1);
  const reduced = new Float64Array(columns * rows).fill(Number.NaN);
  const fields = reduce === "median" ? new Int32Array(places.cells).fill(-1) : null;
  /** Also by cells without a value: whether it is a slice must not depend on what was computed. */
  const taken = reduce === "slice" ? new Uint8Array(columns * rows) : null;
  let [cells, without, offAxes] = [0, 0, 0];
  for (let cell = 0; cell < places.cells; cell++) {
    if (chosen !== null && chosen[cell] !== 1) continue;
    const column = columnOf(cell);
    if (column < 0) {
      offAxes += 1;
      continue;
    }
    const field = rowOf(cell) * columns + column;
    if (taken !== null && taken[field] === 1) throw new RangeError("A slice needs all other axes held at one value");
    if (taken !== null) taken[field] = 1;
    const value = values[cell] ?? Number.NaN;
    if (Number.isNaN(value)) {
      without += 1;
      continue;
    }
    cells += 1;
    const seen = counts[field] ?? 0;
    counts[field] = seen + 1;
    if (fields !== null) fields[cell] = field;
    const before = reduced[field] ?? Number.NaN;
    if (reduce === "mean") reduced[field] = seen === 0 ? value : before + (value - before) / (seen + 1);
    else if (seen === 0 || (reduce === "max" ? value > before : value < before)) {
      reduced[field] = value;
      best[field] = cell;
    }
  }
  if (fields !== null) takeMedians({ fields, values, counts }, reduced);
  if (reduce === "count") reduced.set(counts);
  const hasBest = reduce === "max" || reduce === "min" || reduce === "slice";
  return { columns, rows, values: reduced, counts, best: hasBest ? best : best.fill(-1), cells, without, offAxes };
}

/** Puts the values of each field next to each other, and takes the middle of them. */
function takeMedians(
  {
    fields,
    values,
    counts,
  }: { readonly fields: Int32Array; readonly values: Float32Array; readonly counts: Int32Array },
  into: Float64Array,
): void {
  const starts = new Int32Array(counts.length + 1);
  for (let field = 0; field < counts.length; field++) starts[field + 1] = (starts[field] ?? 0) + (counts[field] ?? 0);
  const next = starts.slice();
  const grouped = new Float64Array(starts[counts.length] ?? 0);
  for (let cell = 0; cell < fields.length; cell++) {
    const field = fields[cell] ?? -1;
    if (field < 0) continue;
    const at = next[field] ?? 0;
    grouped[at] = values[cell] ?? Number.NaN;
    next[field] = at + 1;
  }
  for (let field = 0; field < counts.length; field++) {
    if (counts[field] === 1) into[field] = grouped[starts[field] ?? 0] ?? Number.NaN;
    else into[field] = medianOf(grouped.subarray(starts[field], starts[field + 1]));
  }
}

function medianOf(values: Float64Array): number {
  const upper = selectNth(values, Math.floor(values.length / 2));
  return values.length % 2 === 1 ? upper : (selectNth(values, values.length / 2 - 1) + upper) / 2;
}
