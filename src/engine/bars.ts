/**
 * Price bars of one symbol as parallel columns of equal length, oldest first.
 * The buffers may be shared between threads and are never written to after loading.
 */
export interface Bars {
  readonly symbol: string;
  /** Start of each bar in milliseconds UTC, strictly ascending; midnight UTC for daily bars. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Zero where the source has none. */
  readonly volume: Float64Array;
  /** Cash per unit for whoever held it into this bar, the ex-date, 0 or more; absent when the symbol pays none. */
  readonly dividend?: Float64Array;
  /** 1 where the symbol is in its universe, else 0; absent: it always is. The engine keeps to it; strategies don't see it. */
  readonly member?: Float64Array;
  /**
   * Columns beside the bars, by name: own columns of the file, factors, references. Each value was known at the close of its
   * bar; NaN where none was. Absent when nobody asked for any.
   */
  readonly extra?: Readonly<Record<string, Float64Array>>;
}
