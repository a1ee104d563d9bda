import type { ParamValue } from "../../core/params/param-spec.ts";
import { fanovaShares } from "../search/fanova.ts";
import { type CellPlaces, placesOn } from "./cell-places.ts";
import type { Importance } from "./importance.ts";

/**
 * Importance among cells that a search has found. There, means by value say nothing: each value is that of one cell. Shares are those of
 * `fanovaShares`, for which all values of an axis weigh alike, however the search has gathered at the best of them; pairs have none.
 *
 * @param axes by `axisUnits`
 */
export function searchImportance(
  { places, axes }: { readonly places: CellPlaces; readonly axes: readonly Float64Array[] },
  values: Float32Array | Float64Array,
  chosen: Uint8Array | null,
): Importance {
  const counted: number[] = [];
  let without = 0;
  for (let cell = 0; cell < places.cells; cell++) {
    if (chosen !== null && chosen[cell] !== 1) continue;
    if (Number.isFinite(values[cell] ?? Number.NaN)) counted.push(cell);
    else without += 1;
  }
  const columns = axes.map((units, axis) => {
    const placeAt = placesOn(places, axis);
    return Float64Array.from(counted, (cell) => units[placeAt(cell)] ?? 0);
  });
  const scores = Float64Array.from(counted, (cell) => values[cell] ?? 0);
  const shares = fanovaShares({ columns, scores });
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    method: "fanova",
    variance:
      scores.length < 2 ? Number.NaN : scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length,
    axes: axes.map((_, axis) => shares?.[axis] ?? Number.NaN),
    pairs: [],
    cells: counted.length,
    without,
  };
}

/** Of each place of an axis where it lies between the least and the greatest value, 0…1; names lie apart evenly, in the order of letters. */
export function axisUnits(values: readonly ParamValue[]): Float64Array {
  const isNumber = values.every((value) => typeof value === "number");
  const order = [...values.keys()].sort((a, b) => (String(values[a]) < String(values[b]) ? -1 : 1));
  const ranks = new Map(order.map((place, rank) => [place, rank]));
  const sizes = Float64Array.from(values, (value, place) => (isNumber ? Number(value) : (ranks.get(place) ?? 0)));
  const low = sizes.reduce((least, size) => Math.min(least, size), Number.POSITIVE_INFINITY);
  const high = sizes.reduce((most, size) => Math.max(most, size), Number.NEGATIVE_INFINITY);
  return sizes.map((size) => (high > low ? (size - low) / (high - low) : 0));
}
