import { type CellPlaces, rawOf, stridesOf } from "./cell-places.ts";

export interface Importance {
  /**
   * `exact`: each combination of the axes has a value, so that the shares of axes, pairs and what remains add up to 1 (the
   * decomposition of variance of a balanced design; Sobol's first and second order indices on the grid). `weighted`: some have
   * none (`where`, failures, a selection); means are taken over those that do, and shares overlap.
   */
  readonly method: "exact" | "weighted";
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
  const axes = places.lengths.map((length, axis) =>
    explained(counted, length, fieldOf([{ stride: strides[axis] ?? 1, length }])),
  );
  const pairs = places.lengths.flatMap((length, axis) =>
    places.lengths.slice(axis + 1).map((otherLength, step) => {
      const other = axis + 1 + step;
      const both = [
        { stride: strides[axis] ?? 1, length },
        { stride: strides[other] ?? 1, length: otherLength },
      ];
      const together = explained(counted, length * otherLength, fieldOf(both));
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

/** Number of the field that a raw number lies in, over some axes. */
function fieldOf(axes: readonly AxisSteps[]): (raw: number) => number {
  const [first, second] = axes;
  if (first === undefined) return () => 0;
  if (second === undefined) return (raw) => Math.floor(raw / first.stride) % first.length;
  return (raw) =>
    (Math.floor(raw / first.stride) % first.length) * second.length + (Math.floor(raw / second.stride) % second.length);
}

/** Share of the spread that the means of fields explain. */
function explained({ raw, values, mean, spread }: Counted, fields: number, field: (raw: number) => number): number {
  const sums = new Float64Array(fields);
  const counts = new Int32Array(fields);
  for (let at = 0; at < values.length; at++) {
    const own = field(raw[at] ?? 0);
    sums[own] = (sums[own] ?? 0) + ((values[at] ?? 0) - mean);
    counts[own] = (counts[own] ?? 0) + 1;
  }
  let between = 0;
  for (let own = 0; own < fields; own++) {
    const count = counts[own] ?? 0;
    if (count > 0) between += (sums[own] ?? 0) ** 2 / count;
  }
  return spread > 0 ? between / spread : Number.NaN;
}
