/** Cells of which returns are summed, for PBO and the effective number of trials. */
const MOST_SUMMED = 100_000;

/**
 * Of larger sweeps every so many-th cell, by its number: neighbours in a grid are nearly the same bet, so that what is left
 * tells as much, and the sums of a million cells would take a quarter of a gigabyte.
 */
export function summedStride(cells: number): number {
  return Math.max(1, Math.ceil(cells / MOST_SUMMED));
}
