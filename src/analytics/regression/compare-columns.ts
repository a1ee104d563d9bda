/** How a metric of many cells changed. */
export interface ColumnChange {
  /** Cells of which the value changed by more than the tolerance, or is undefined on one side alone. */
  readonly changed: number;
  /** Of these, cells where it became undefined, and where it became defined. */
  readonly lost: number;
  readonly gained: number;
  /** Position of the pair with the largest |difference|; null when no pair has a difference. */
  readonly largest: number | null;
}

/** Both count: a change is none when it is within either. 0 means to the last bit. */
export interface Tolerance {
  /** In the unit of the value. */
  readonly absolute: number;
  /** As a fraction of the larger |value|. */
  readonly relative: number;
}

export const EXACT: Tolerance = { absolute: 0, relative: 0 };

/** @param before NaN where undefined; `after` has the same cells in the same order */
export function compareColumns(before: Float64Array, after: Float64Array, tolerance: Tolerance = EXACT): ColumnChange {
  let [changed, lost, gained] = [0, 0, 0];
  let largest: number | null = null;
  let most = 0;
  for (let index = 0; index < before.length; index++) {
    const old = before[index] ?? Number.NaN;
    const now = after[index] ?? Number.NaN;
    if (!isChanged(old, now, tolerance)) continue;
    changed += 1;
    if (Number.isNaN(old)) gained += 1;
    else if (Number.isNaN(now)) lost += 1;
    else if (Math.abs(now - old) > most) {
      most = Math.abs(now - old);
      largest = index;
    }
  }
  return { changed, lost, gained, largest };
}

/** NaN is undefined: equal to itself, and a change from or to any number. */
export function isChanged(before: number, after: number, { absolute, relative }: Tolerance): boolean {
  if (Number.isNaN(before) || Number.isNaN(after)) return Number.isNaN(before) !== Number.isNaN(after);
  const difference = Math.abs(after - before);
  return difference > absolute && difference > relative * Math.max(Math.abs(before), Math.abs(after));
}
