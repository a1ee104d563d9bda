import type { CellPlaces } from "./cell-places.ts";

/** Neighbouring places of an axis that are shown as one: which of them a place belongs to, and where each begins and ends. */
export interface AxisBins {
  readonly binOf: Int32Array;
  /** The first and the last place of each. */
  readonly ends: readonly (readonly [number, number])[];
}

const FEWEST = 4;
const MOST = 40;

/**
 * How the places of an axis are put together for a picture. A whole grid has a cell in every field as it is; cells that a search
 * has found would each stand alone. Bins of theirs have the same number of places (±1), such that two axes have a field for every
 * two cells.
 *
 * @param length places of the axis, at least one
 * @param found how many cells the search has found; null of a grid
 */
export function axisBins(length: number, found: number | null): AxisBins {
  const wanted = Math.min(Math.max(Math.round(Math.sqrt((found ?? 0) / 2)), FEWEST), MOST);
  const bins = found === null ? length : Math.min(length, wanted);
  const firsts = Array.from({ length: bins }, (_, bin) => Math.ceil((bin * length) / bins));
  return {
    binOf: Int32Array.from({ length }, (_, place) => Math.floor((place * bins) / length)),
    ends: firsts.map((first, bin) => [first, (firsts[bin + 1] ?? length) - 1]),
  };
}

/** The same cells on coarser axes. */
export function coarsePlaces(places: CellPlaces, bins: readonly AxisBins[]): CellPlaces {
  const { listed } = places;
  if (listed === undefined) return places;
  return {
    ...places,
    lengths: bins.map(({ ends }) => ends.length),
    listed: listed.map((place, at) => bins[at % bins.length]?.binOf[place] ?? 0),
  };
}
