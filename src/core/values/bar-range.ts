/** Bars `from` … `to` − 1 of a column; whole numbers, `from` below `to`. */
export interface BarRange {
  readonly from: number;
  readonly to: number;
}
