import type { Profile, Sampling } from "../settings.ts";

/** Where the statistics of the profiles differ. */
export interface Conventions {
  /** How long the data last: by the calendar, first to last bar, or as bars ÷ bars per year. */
  readonly years: "calendar" | "bars";
  /** Whether the initial capital is the first peak of drawdowns; else the equity of the first bar is. */
  readonly capitalIsPeak: boolean;
  /** Of which returns the Sharpe ratio is; the statistics of overfitting take the arithmetic one. */
  readonly sharpe: "arithmetic" | "geometric";
  /** How intraday equity is sampled unless the DAG says otherwise. */
  readonly intraday: Sampling;
}

const CONVENTIONS: Record<Profile, Conventions> = {
  native: { years: "calendar", capitalIsPeak: true, sharpe: "arithmetic", intraday: "day" },
  vectorbt: { years: "bars", capitalIsPeak: false, sharpe: "arithmetic", intraday: "bar" },
  "backtesting.py": { years: "calendar", capitalIsPeak: false, sharpe: "geometric", intraday: "day" },
};

export function conventionsOf(profile: Profile): Conventions {
  return CONVENTIONS[profile];
}
