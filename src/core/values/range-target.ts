/** How large ranges of cells are cut; each executor has its own. */
export interface RangeTarget {
  /** Work of a range, in milliseconds, once the cost of a cell is known. */
  readonly ms: number;
  /** Cells of a range before that; at least 1. */
  readonly firstCells: number;
  /** Bounds the memory and the transaction of a range; at least 1. */
  readonly maxCells: number;
  /** Ranges of `maxCells`, whatever a cell costs: they are no slot's work, and are not shared out among slots. Absent: no. */
  readonly isFixed?: boolean;
}
