import type { Measured } from "../core/metrics/measured.ts";

/** Days by the calendar, `YYYY-MM-DD`, both included. */
export interface DayPeriod {
  readonly startDate: string;
  readonly endDate: string;
}

export interface PeriodsToMeasure {
  readonly periods: readonly DayPeriod[];
  /** Ids; one that a cell does not have is `not_computed`. */
  readonly metrics: readonly string[];
}

export interface CellAtWork {
  readonly number: number;
  /** Canonical JSON. */
  readonly params: string;
}

export interface PeriodOutcome {
  readonly metrics: ReadonlyMap<string, Measured>;
  /** Midnight of each of its days as if it were UTC, and the account at its end. */
  readonly time: Float64Array;
  readonly equity: Float64Array;
}
