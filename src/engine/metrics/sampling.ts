import type { BacktestSettings } from "../settings.ts";

const DAY_MS = 86_400_000;

/** Which returns the ratios and moments are made of: of every bar, or of the last equity of each UTC day. */
export interface ReturnSampling {
  /** The last bar of each day; null for every bar. */
  readonly lastBars: Int32Array | null;
  /** Returns there are: bars or days. */
  readonly count: number;
  /** Bars or days in a year. */
  readonly perYear: number;
}

/** @param time start of each bar, milliseconds UTC, ascending */
export function samplingOf(
  time: Float64Array,
  { barsPerYear, daysPerYear }: Pick<BacktestSettings, "barsPerYear" | "daysPerYear">,
): ReturnSampling {
  if (daysPerYear === undefined) return { lastBars: null, count: time.length, perYear: barsPerYear };
  const lastBars = lastBarsOfDays(time);
  return { lastBars, count: lastBars.length, perYear: daysPerYear };
}

/** Index of the last bar of each UTC day that has bars. */
export function lastBarsOfDays(time: Float64Array): Int32Array {
  const dayOf = (bar: number): number => Math.floor((time[bar] ?? Number.NaN) / DAY_MS);
  return Int32Array.from(time.keys()).filter((bar) => dayOf(bar) !== dayOf(bar + 1));
}
