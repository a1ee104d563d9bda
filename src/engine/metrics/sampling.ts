import { type TradingSession, tradingDays } from "../../core/time/trading-session.ts";

/** Which returns the ratios and moments are made of: of every bar, or of the last equity of each trading day. */
export interface ReturnSampling {
  /** The last bar of each day; null for every bar. */
  readonly lastBars: Int32Array | null;
  /** Returns there are: bars or days. */
  readonly count: number;
  /** Bars or days in a year. */
  readonly perYear: number;
}

/** What of the settings decides it; see `BacktestSettings`. */
interface SampledSettings {
  readonly barsPerYear: number;
  readonly daysPerYear?: number;
  readonly session?: TradingSession;
}

/** @param time start of each bar, milliseconds UTC, ascending */
export function samplingOf(time: Float64Array, { barsPerYear, daysPerYear, session }: SampledSettings): ReturnSampling {
  if (daysPerYear === undefined) return { lastBars: null, count: time.length, perYear: barsPerYear };
  const lastBars = lastBarsOfDays(time, session);
  return { lastBars, count: lastBars.length, perYear: daysPerYear };
}

/** Index of the last bar of each trading day that has bars. */
export function lastBarsOfDays(time: Float64Array, session?: TradingSession): Int32Array {
  const days = time.map(tradingDays(session));
  return Int32Array.from(time.keys()).filter((bar) => days[bar] !== days[bar + 1]);
}
