import type { Better } from "../../core/metrics/metric-info.ts";

/**
 * Positions of the cells from best to worst. Undefined values (NaN) come last; equal ones stay in cell order, so the
 * same sweep always ranks the same.
 *
 * @param values one per cell
 * @param limit at most so many; default all
 */
export function rankCells(values: Float64Array, better: Better, limit = values.length): Int32Array {
  const sign = better === "higher" ? -1 : 1;
  const key = values.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value));
  const undefinedLast = (cell: number): number => (Number.isNaN(values[cell] ?? Number.NaN) ? 1 : 0);
  return Int32Array.from(values, (_, cell) => cell)
    .sort((a, b) => {
      const keyA = key[a] ?? 0;
      const keyB = key[b] ?? 0;
      if (keyA !== keyB) return keyA < keyB ? -1 : 1;
      return undefinedLast(a) - undefinedLast(b) || a - b;
    })
    .slice(0, limit);
}
