/**
 * Where the cells of a sweep stand on its axes. A *raw* number counts all combinations of the axes, the last axis fastest:
 * ((i0 · n1 + i1) · n2 + i2) … for places i on axes of lengths n. Without `where`, `exclude` and `add`, cell and raw number are
 * the same; else cells are numbered without gaps, and cells that were added stand on no axis. Cells that a search has drawn or
 * chosen are numbered in the order in which it found them, and are listed with their places: no number counts their combinations.
 */
export interface CellPlaces {
  readonly cells: number;
  /** Cells up to before this one stand on the axes; those from there on were added. */
  readonly onAxes: number;
  /** Of each axis, in file order. */
  readonly lengths: readonly number[];
  /** Raw number of each cell on the axes, ascending; null where both are the same. */
  readonly raw: Int32Array | null;
  /** The places of the first cell on every axis, then those of the second, …; absent where raw numbers say them. */
  readonly listed?: Int32Array;
}

/** Raw numbers between two neighbours on each axis. */
export function stridesOf({ lengths }: Pick<CellPlaces, "lengths">): readonly number[] {
  const strides = lengths.map(() => 1);
  for (let axis = lengths.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (lengths[axis + 1] ?? 1);
  }
  return strides;
}

/** −1 for a cell that was added. */
export function rawOf({ raw, onAxes }: CellPlaces, cell: number): number {
  if (cell >= onAxes) return -1;
  return raw === null ? cell : (raw[cell] ?? -1);
}

/** Tells the place of a cell on an axis; −1 for a cell that was added. */
export function placesOn(places: CellPlaces, axis: number): (cell: number) => number {
  const { listed, lengths, onAxes } = places;
  if (listed !== undefined) return (cell) => (cell < onAxes ? (listed[cell * lengths.length + axis] ?? -1) : -1);
  const stride = stridesOf(places)[axis] ?? 1;
  const length = lengths[axis] ?? 1;
  return (cell) => {
    const raw = rawOf(places, cell);
    return raw < 0 ? -1 : Math.floor(raw / stride) % length;
  };
}

/** Place of a cell on each axis; null for a cell that was added. */
export function placeOf(places: CellPlaces, cell: number): readonly number[] | null {
  return cell >= places.onAxes ? null : places.lengths.map((_, axis) => placesOn(places, axis)(cell));
}

/** The cell of a raw number; −1 where the filter left it out, and among listed cells, which have none. */
export function cellOfRaw({ raw, onAxes, listed }: CellPlaces, wanted: number): number {
  if (listed !== undefined) return -1;
  if (raw === null) return wanted < onAxes ? wanted : -1;
  let low = 0;
  let high = onAxes - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = raw[middle] ?? 0;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
