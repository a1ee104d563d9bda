import type { Profile, Sampling } from "../settings.ts";

/** Where the statistics of the profiles differ. */
export interface Conventions {
  /** How long the data last: by the calendar, first to last bar, or as bars ÷ bars per year. */
  readonly years: "calendar" | "bars";
  /** Whether the initial capital is the first peak of drawdowns; else the equity of the first bar is. */
  readonly capitalIsPeak: boolean;
  /** How intraday equity is sampled unless the DAG says otherwise. */
  readonly intraday: Sampling;
}

const CONVENTIONS: Record<Profile, Conventions> = {
  native: { years: "calendar", capitalIsPeak: true, intraday: "day" },
  vectorbt: { years: "bars", capitalIsPeak: false, intraday: "bar" },
  "backtesting.py": { years: "calendar", capitalIsPeak: false, intraday: "day" },
};

export function conventionsOf(profile: Profile): Conventions {
  return CONVENTIONS[profile];
}
