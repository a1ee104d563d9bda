import type { Bars } from "../bars.ts";
import type { Sampling } from "../execution-rules.ts";

/** Where the statistics of the profiles differ. */
export interface Conventions {
  /** How long the data last: by the calendar, first to last bar, or as bars ÷ bars per year. */
  readonly years: "calendar" | "bars";
  /** Whether the initial capital is the first peak of drawdowns; else the equity of the first bar is. */
  readonly capitalIsPeak: boolean;
  /** Of which returns the Sharpe ratio is; the statistics of overfitting take the arithmetic one. */
  readonly sharpe: "arithmetic" | "geometric";
  /** How many returns a year has unless the DAG says it, by the library's own rule; null: as the dataset says or was measured. */
  readonly ownYear: ((bars: Pick<Bars, "time">) => number) | null;
  /** How intraday equity is sampled unless the DAG says otherwise. */
  readonly intraday: Sampling;
}
