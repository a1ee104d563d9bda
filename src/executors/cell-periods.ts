import type { Measured } from "../core/metrics/measured.ts";
import type { CellLine, PreparedSweep } from "./executor.ts";

/** Days by the calendar, `YYYY-MM-DD`, both included. */
export interface DayPeriod {
  readonly startDate: string;
  readonly endDate: string;
}

/**
 * Cells over parts of their days, of backtests whose data are their own affair: a program is told the dates, and what it makes of
 * them is up to it.
 */
export interface CellPeriods<Market> {
  /** Which days the backtest is about; null is open. */
  readonly days: { readonly startDate: string | null; readonly endDate: string | null };
  /** The same cells, each over every period, with columns by `rangeColumnId`; named by the same inputs and by what is asked. */
  measure(asked: PeriodsToMeasure): PreparedSweep<Market>;
  /**
   * One cell over one period, computed now.
   *
   * @throws AppError when it has failed, or tells no account; the reason of `signal`
   */
  run(cell: CellAtWork, period: DayPeriod, work: PeriodWork): Promise<PeriodOutcome>;
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

export interface PeriodWork {
  readonly signal: AbortSignal;
  readonly onLine: (line: CellLine) => void;
}

export interface PeriodOutcome {
  readonly metrics: ReadonlyMap<string, Measured>;
  /** Midnight of each of its days as if it were UTC, and the account at its end. */
  readonly time: Float64Array;
  readonly equity: Float64Array;
}
