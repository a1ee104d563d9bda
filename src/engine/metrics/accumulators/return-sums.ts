/** What a walk along the equity of a cell adds up; the metrics are made of it. */
export interface ReturnSums {
  /** Σ (r − shift)^k over all bars, r the return of a bar; the first return is against the initial capital. */
  readonly s1: number;
  readonly s2: number;
  readonly s3: number;
  readonly s4: number;
  /** Σ r² over the bars with a loss. */
  readonly downside: number;
  /** Σ equity over all bars. */
  readonly equitySum: number;
  /** Bars with a position at their close. */
  readonly barsHeld: number;
  /** After the last bar. */
  readonly equity: number;
}
