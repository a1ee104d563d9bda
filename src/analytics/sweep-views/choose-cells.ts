import { type CellPlaces, placesOn } from "./cell-places.ts";

/** Which cells a view is of. */
export interface Selection {
  /** Per axis: 1 at each place that counts; null for all. A fixed parameter has one such place. */
  readonly axes: readonly (Uint8Array | null)[];
  /** Metrics within bounds, both included: a cell without a value is in none. */
  readonly metrics: readonly MetricBrush[];
}

export interface MetricBrush {
  readonly values: Float32Array;
  readonly low: number;
  readonly high: number;
}

/**
 * 1 for each cell that is chosen, by cell number; null when all are. Cells that were added stand on no axis: they are left out
 * as soon as an axis is held or brushed.
 */
export function chooseCells(places: CellPlaces, { axes, metrics }: Selection): Uint8Array | null {
  const held = axes.flatMap((mask, axis) => (mask === null ? [] : [{ mask, placeAt: placesOn(places, axis) }]));
  if (held.length === 0 && metrics.length === 0) return null;
  const chosen = new Uint8Array(places.cells).fill(1);
  for (const { mask, placeAt } of held) {
    for (let cell = 0; cell < chosen.length; cell++) if (mask[placeAt(cell)] !== 1) chosen[cell] = 0;
  }
  for (const { values, low, high } of metrics) {
    for (let cell = 0; cell < chosen.length; cell++) {
      const value = values[cell] ?? Number.NaN;
      if (!(value >= low && value <= high)) chosen[cell] = 0;
    }
  }
  return chosen;
}
