import { type CellPlaces, rawOf, stridesOf } from "./cell-places.ts";

export const IMPORTANCE_METHODS = ["exact", "weighted", "fanova"] as const;
type ImportanceMethod = (typeof IMPORTANCE_METHODS)[number];

export interface Importance {
  /**
   * `exact`: each combination of the axes has a value, so that the shares of axes, pairs and what remains add up to 1 (the
   * decomposition of variance of a balanced design; Sobol's first and second order indices on the grid). `weighted`: some have
   * none (`where`, failures, a selection); means are taken over those that do, and shares overlap. `fanova`: cells of a search
   * (`searchImportance`).
   */
  readonly method: ImportanceMethod;
  /** Of the values that count; NaN for fewer than two. */
  readonly variance: number;
  /** Per axis: which part of the variance its means explain, 0…1; NaN without variance. */
  readonly axes: readonly number[];
  /** What two axes explain together beyond each alone; below 0 only where `weighted`. */
  readonly pairs: readonly { readonly axes: readonly [number, number]; readonly share: number }[];
  /** Cells that count, and chosen cells on the axes that have no value. Cells that were added count in neither. */
  readonly cells: number;
  readonly without: number;
}

interface Counted {
  readonly raw: Int32Array;
  readonly values: Float64Array;
  readonly mean: number;
  /** Σ(value − mean)². */
  readonly spread: number;
}

/** @param values one per cell, NaN for none @param chosen by `chooseCells` */
export function importance(places: CellPlaces, values: Float32Array, chosen: Uint8Array | null): Importance {
  const { counted, without } = countedCells(places, values, chosen);
  const combinations = places.lengths.reduce((product, length) => product * length, 1);
  const cells = counted.values.length;
  const strides = stridesOf(places);
  const steps = places.lengths.map((length, axis) => ({ stride: strides[axis] ?? 1, length }));
  const axes = steps.map((axis) => explained(counted, axis, WHOLE));
  const pairs = steps.flatMap((first, axis) =>
    steps.slice(axis + 1).map((second, step) => {
      const other = axis + 1 + step;
      const together = explained(counted, first, second);
      return { axes: [axis, other] as const, share: together - (axes[axis] ?? 0) - (axes[other] ?? 0) };
    }),
  );
  return {
    method: cells === combinations ? "exact" : "weighted",
    variance: cells < 2 ? Number.NaN : counted.spread / cells,
    axes,
    pairs,
    cells,
    without,
  };
}

function countedCells(
  places: CellPlaces,
  values: Float32Array,
  chosen: Uint8Array | null,
): { readonly counted: Counted; readonly without: number } {
  const raw = new Int32Array(places.cells);
  const kept = new Float64Array(places.cells);
  let [cells, without, sum] = [0, 0, 0];
  for (let cell = 0; cell < places.cells; cell++) {
    const own = rawOf(places, cell);
    if ((chosen !== null && chosen[cell] !== 1) || own < 0) continue;
    const value = values[cell] ?? Number.NaN;
    // What is beyond the range of 32 bits would make every mean infinite.
    if (!Number.isFinite(value)) {
      without += 1;
      continue;
    }
    raw[cells] = own;
    kept[cells] = value;
    sum += value;
    cells += 1;
  }
  const mean = sum / cells;
  let spread = 0;
  for (let at = 0; at < cells; at++) spread += ((kept[at] ?? 0) - mean) ** 2;
  return { counted: { raw: raw.subarray(0, cells), values: kept.subarray(0, cells), mean, spread }, without };
}

interface AxisSteps {
  readonly stride: number;
  readonly length: number;
}

/** An axis with one place: a pair with it is the other axis alone. */
const WHOLE: AxisSteps = { stride: 1, length: 1 };

/** Share of the spread that the means over two axes explain. */
function explained({ raw, values, mean, spread }: Counted, first: AxisSteps, second: AxisSteps): number {
  const fields = first.length * second.length;
  const sums = new Float64Array(fields);
  const counts = new Int32Array(fields);
  for (let at = 0; at < values.length; at++) {
    const own = raw[at] ?? 0;
    const place = Math.floor(own / first.stride) % first.length;
    const field =
      second.length === 1 ? place : place * second.length + (Math.floor(own / second.stride) % second.length);
    sums[field] = (sums[field] ?? 0) + ((values[at] ?? 0) - mean);
    counts[field] = (counts[field] ?? 0) + 1;
  }
  let between = 0;
  for (let field = 0; field < fields; field++) {
    const count = counts[field] ?? 0;
    if (count > 0) between += (sums[field] ?? 0) ** 2 / count;
  }
  return spread > 0 ? between / spread : Number.NaN;
}
