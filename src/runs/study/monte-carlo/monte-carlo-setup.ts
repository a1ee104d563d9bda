import { FAN_POINTS, type ReturnUnit } from "../../../analytics/monte-carlo/monte-carlo-result.ts";
import type { PathMeasure, PathResampling } from "../../../analytics/monte-carlo/simulate-paths.ts";
import { automaticBlockLength } from "../../../analytics/resampling/block-length.ts";
import { calendarYears, ratePerPeriod } from "../../../core/metrics/growth.ts";
import type { MonteCarloMethod, MonteCarloSpec } from "../../../core/spec/study-spec.ts";
import { type AccountCurve, accountReturns } from "../../../executors/monte-carlo/account-returns.ts";
import { riskFreeRateOf } from "../../../engine/risk-free-rate.ts";
import type { BacktestSettings } from "../../../engine/settings.ts";
import type { Trade } from "../../../engine/trade.ts";

/** An account over time, and the trades that made it; of a joined account there are none. */
export interface Track extends AccountCurve {
  readonly trades: readonly Trade[];
}

/** The history that was, and how others are measured. */
export interface MeasuredTrack {
  readonly measure: PathMeasure;
  readonly unit: ReturnUnit;
}

/**
 * What histories are held against; null for an account without a return. Returns are of the bars, of days where ratios are measured by
 * day, or of trades: what each has earned, still open ones up to now, as a fraction of the account at the bar before it.
 */
export function measuredTrack(
  track: Track,
  method: MonteCarloMethod,
  settings: BacktestSettings,
): MeasuredTrack | null {
  const ofTrades = method === "trades";
  const sampled = accountReturns(track, settings);
  const returns = ofTrades ? returnsOfTrades(track, settings.initialCapital) : sampled.returns;
  if (returns.length === 0 || !returns.every(Number.isFinite)) return null;
  const perYear = ofTrades ? returns.length / calendarYears(track.time) : sampled.perYear;
  if (!(perYear > 0 && Number.isFinite(perYear))) return null;
  return {
    unit: ofTrades ? "trades" : settings.daysPerYear === undefined ? "bars" : "days",
    measure: {
      returns,
      points: pointsOf(returns.length),
      perYear,
      riskFree: ratePerPeriod(riskFreeRateOf(settings), perYear),
    },
  };
}

/** How histories are drawn from the returns of one. */
export function resamplingOf(
  returns: Float64Array,
  {
    method,
    block,
    seed,
  }: Pick<MonteCarloSpec, "block" | "seed"> & {
    readonly method: Exclude<MonteCarloMethod, "price_noise">;
  },
): PathResampling {
  const resampling = method === "trades" ? "iid" : method;
  return { method: resampling, blockLength: block ?? automaticBlockLength(returns, resampling), seed };
}

function returnsOfTrades({ equity, trades }: Track, initialCapital: number): Float64Array {
  const before = (bar: number): number => equity[bar - 1] ?? initialCapital;
  const inOrder = trades.toSorted((one, other) => one.exitBar - other.exitBar || one.entryBar - other.entryBar);
  return Float64Array.from(inOrder, ({ entryBar, pnl }) => (before(entryBar) > 0 ? pnl / before(entryBar) : 0));
}

/** At most `FAN_POINTS`, evenly spaced; the last is the end. */
function pointsOf(count: number): Int32Array {
  const points = Math.min(FAN_POINTS, count);
  return Int32Array.from({ length: points }, (_, i) => Math.round(((i + 1) * count) / points));
}
