import type { EquitySeries } from "../returns.ts";

/** Return of one calendar month (UTC), as a fraction. */
export interface MonthlyReturn {
  readonly year: number;
  /** 1…12. */
  readonly month: number;
  readonly value: number;
}

/** Return of one calendar year (UTC), as a fraction. */
export interface YearlyReturn {
  readonly year: number;
  readonly value: number;
}

type Curve = Omit<EquitySeries, "barsPerYear">;

/**
 * Return of each month that has a bar, from the last equity of the month before (the initial capital at first), in
 * order of time. A month without bars is left out and its move counts in the next one. After a total loss: 0.
 */
export function monthlyReturns(curve: Curve): readonly MonthlyReturn[] {
  return periodReturns(curve, monthOf).map(({ period, value }) => ({
    year: Math.floor(period / 12),
    month: (period % 12) + 1,
    value,
  }));
}

/** Return of each year that has a bar; otherwise as `monthlyReturns`. The months of a year compound to it. */
export function yearlyReturns(curve: Curve): readonly YearlyReturn[] {
  return periodReturns(curve, yearOf).map(({ period, value }) => ({ year: period, value }));
}

interface PeriodReturn {
  readonly period: number;
  readonly value: number;
}

function periodReturns(curve: Curve, periodOf: (time: number) => number): readonly PeriodReturn[] {
  const { time, equity } = curve;
  const found: PeriodReturn[] = [];
  let before = curve.initialCapital;
  for (let i = 0; i < time.length; i++) {
    const period = periodOf(time[i] ?? 0);
    const next = time[i + 1];
    if (next !== undefined && periodOf(next) === period) continue;
    const last = equity[i] ?? 0;
    found.push({ period, value: before > 0 ? last / before - 1 : 0 });
    before = last;
  }
  return found;
}

/** Months since the year 0. */
function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function yearOf(time: number): number {
  return new Date(time).getUTCFullYear();
}
