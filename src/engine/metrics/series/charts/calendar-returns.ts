import { gainOf } from "../../../../core/metrics/growth.ts";
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
  return periodReturns(curve, nextMonth).map(({ date, value }) => ({
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    value,
  }));
}

/** Return of each year that has a bar; otherwise as `monthlyReturns`. The months of a year compound to it. */
export function yearlyReturns(curve: Curve): readonly YearlyReturn[] {
  return periodReturns(curve, nextYear).map(({ date, value }) => ({ year: date.getUTCFullYear(), value }));
}

interface PeriodReturn {
  /** Of the period's first bar. */
  readonly date: Date;
  readonly value: number;
}

/** @param startAfter milliseconds UTC at which the period after that of a date begins */
function periodReturns({ time, equity, initialCapital }: Curve, startAfter: (date: Date) => number): PeriodReturn[] {
  const found: PeriodReturn[] = [];
  let before = initialCapital;
  let date = new Date(time[0] ?? 0);
  let end = startAfter(date);
  for (let i = 0; i < time.length; i++) {
    const next = time[i + 1] ?? Number.POSITIVE_INFINITY;
    if (next < end) continue;
    const last = equity[i] ?? 0;
    found.push({ date, value: before > 0 ? gainOf(last, before) : 0 });
    before = last;
    date = new Date(next);
    end = startAfter(date);
  }
  return found;
}

function nextMonth(date: Date): number {
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

function nextYear(date: Date): number {
  return Date.UTC(date.getUTCFullYear() + 1, 0);
}
