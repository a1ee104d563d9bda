/**
 * Where the cells of a sweep stand on its axes. A *raw* number counts all combinations of the axes, the last axis fastest:
 * ((i0 · n1 + i1) · n2 + i2) … for places i on axes of lengths n. Without `where`, `exclude` and `add`, cell and raw number are
 * the same; else cells are numbered without gaps, and cells that were added stand on no axis.
 */
export interface CellPlaces {
  readonly cells: number;
  /** Cells up to before this one stand on the axes; those from there on were added. */
  readonly onAxes: number;
  /** Of each axis, in file order. */
  readonly lengths: readonly number[];
  /** Raw number of each cell on the axes, ascending; null where both are the same. */
  readonly raw: Int32Array | null;
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

/** Place of a cell on each axis; null for a cell that was added. */
export function placeOf(places: CellPlaces, cell: number): readonly number[] | null {
  const raw = rawOf(places, cell);
  if (raw < 0) return null;
  return stridesOf(places).map((stride, axis) => Math.floor(raw / stride) % (places.lengths[axis] ?? 1));
}

/** The cell of a raw number; −1 where the filter left it out. */
export function cellOfRaw({ raw, onAxes }: CellPlaces, wanted: number): number {
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
