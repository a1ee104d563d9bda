export const METRIC_UNITS = ["fraction", "ratio", "money", "count", "bars", "days", "bps"] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

export type Better = "higher" | "lower";

/** All that a reader of a number has to know of it. Every metric has one such description, wherever it is computed. */
export interface MetricInfo {
  /** Column name in tables, files, conditions and `objective`. */
  readonly id: string;
  /** Raised when the definition changes; results of different versions are not compared. */
  readonly version: number;
  readonly label: string;
  readonly unit: MetricUnit;
  /** Which way is better; null where neither is. */
  readonly better: Better | null;
}
