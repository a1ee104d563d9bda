import { sampledEquity } from "../../engine/metrics/series/daily-equity.ts";
import { returnsOf } from "../../engine/metrics/series/returns.ts";
import type { BacktestSettings } from "../../engine/settings.ts";

/** An account over time, one value per bar. */
export interface AccountCurve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

/** Returns of its bars, or of days where ratios are measured by day, and how many of them there are in a year. */
export function accountReturns(
  { time, equity }: AccountCurve,
  { initialCapital, barsPerYear, daysPerYear, session }: BacktestSettings,
): { readonly returns: Float64Array; readonly perYear: number } {
  const sampled = sampledEquity({ time, equity, initialCapital, barsPerYear, session }, daysPerYear);
  return { returns: returnsOf(sampled.equity, initialCapital), perYear: sampled.barsPerYear };
}
