import type { Profile, Sampling } from "../settings.ts";

/** Where the statistics of the profiles differ. */
export interface Conventions {
  /** How long the data last: by the calendar, first to last bar, or as bars ÷ bars per year. */
  readonly years: "calendar" | "bars";
  /** Whether the initial capital is the first peak of drawdowns; else the equity of the first bar is. */
  readonly capitalIsPeak: boolean;
  /** Of which returns the Sharpe ratio is; the statistics of overfitting take the arithmetic one. */
  readonly sharpe: "arithmetic" | "geometric";
  /** How many returns a year has unless the DAG says it: as the dataset says or was measured, or by the library's own rule. */
  readonly year: "dataset" | "backtesting.py";
  /** How intraday equity is sampled unless the DAG says otherwise. */
  readonly intraday: Sampling;
}

const CONVENTIONS: Record<Profile, Conventions> = {
  native: { years: "calendar", capitalIsPeak: true, sharpe: "arithmetic", year: "dataset", intraday: "day" },
  vectorbt: { years: "bars", capitalIsPeak: false, sharpe: "arithmetic", year: "dataset", intraday: "bar" },
  "backtesting.py": {
    years: "calendar",
    capitalIsPeak: false,
    sharpe: "geometric",
    year: "backtesting.py",
    intraday: "day",
  },
};

export function conventionsOf(profile: Profile): Conventions {
  return CONVENTIONS[profile];
}
