import type { Profile } from "../settings.ts";

/** Where the statistics of the profiles differ. */
export interface Conventions {
  /** How long the data last: by the calendar, first to last bar, or as bars ÷ bars per year. */
  readonly years: "calendar" | "bars";
  /** Whether the initial capital is the first peak of drawdowns; else the equity of the first bar is. */
  readonly capitalIsPeak: boolean;
}

const CONVENTIONS: Record<Profile, Conventions> = {
  native: { years: "calendar", capitalIsPeak: true },
  vectorbt: { years: "bars", capitalIsPeak: false },
  "backtesting.py": { years: "calendar", capitalIsPeak: false },
};

export function conventionsOf(profile: Profile): Conventions {
  return CONVENTIONS[profile];
}
