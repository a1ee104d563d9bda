/** What is made of the prices before splits and dividends; see docs/point-in-time.md. */
export const ADJUSTS = ["none", "splits", "splits_dividends"] as const;
export type Adjust = (typeof ADJUSTS)[number];

/** Splits and dividends as events beside prices as they were traded. */
export interface ActionsSpec {
  /** Absolute path; null: those that were stored with the prices of a source. */
  readonly file: string | null;
  readonly adjust: Adjust;
  /** What became known later is not there: a day, `YYYY-MM-DD`, counts to its end; a moment is that moment. Absent: when the run is for. */
  readonly asOf?: string;
}
