import type { Params } from "../../core/params/param-spec.ts";
import type { Axis } from "./axis.ts";

/**
 * The cells of a sweep, by number: 0-based and without gaps; axes in lexicographic order, the last one fastest,
 * then the added cells. The numbers depend on the spec alone. Memory does not grow with the number of cells,
 * but for one bit per raw combination when `where` or `exclude` filter.
 */
export interface Grid {
  readonly count: number;
  /** In file order. */
  readonly axes: readonly Axis[];
  /** Cells up to before this one stand on the axes; those from there on were added. */
  readonly onAxes: number;
  /** Whether each combination of the axes is a cell, so that cells and combinations have the same numbers. */
  readonly isWhole: boolean;
  /** Of cells that a search has drawn or chosen: the places of the first on every axis, then those of the second, …; null else. */
  readonly listed: Int32Array | null;
  /** Which combination of the axes it is, the last axis fastest; −1 for a cell that was added. */
  rawAt(index: number): number;
  /** @throws RangeError outside 0…count-1 */
  cellAt(index: number): Params;
  /** The canonical JSON of `cellAt`, in a tenth of the time. @throws RangeError as it does */
  textAt(index: number): string;
  /** The inverse of `cellAt`; null when no cell has exactly these parameters. */
  indexOf(params: Params): number | null;
  /** Cells `from`…`to`-1. */
  cells(from: number, to: number): Generator<Params>;
}
