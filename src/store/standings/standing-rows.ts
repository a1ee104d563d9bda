/** How cells stand, one after the other. */
export interface StandingRows {
  /** Numbers of each cell. */
  readonly width: number;
  readonly values: Float64Array;
}

/** @param rows that are kept, in this order */
export function standingRows({ width, values }: StandingRows, rows: ArrayLike<number>): StandingRows {
  const kept = new Float64Array(rows.length * width);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    kept.set(values.subarray(row * width, (row + 1) * width), index * width);
  }
  return { width, values: kept };
}
