import { FAN_POINTS, type ReturnUnit } from "../../../analytics/monte-carlo/monte-carlo-result.ts";
import type { PathSetup } from "../../../analytics/monte-carlo/simulate-paths.ts";
import { automaticBlockLength } from "../../../analytics/resampling/block-length.ts";
import { calendarYears, ratePerPeriod } from "../../../core/metrics/growth.ts";
import type { MonteCarloSpec } from "../../../core/spec/study-spec.ts";
import { sampledEquity } from "../../../engine/metrics/series/daily-equity.ts";
import { type EquitySeries, returnsOf } from "../../../engine/metrics/series/returns.ts";
import { riskFreeRateOf } from "../../../engine/risk-free-rate.ts";
import type { BacktestSettings } from "../../../engine/settings.ts";
import type { Trade } from "../../../engine/trade.ts";

/** An account over time, and the trades that made it; of a joined account there are none. */
export interface Track {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly trades: readonly Trade[];
}

/**
 * What histories are drawn from; null for an account without a return. Returns are of the bars, of days where ratios are measured by day,
 * or of trades: what each has earned, still open ones up to now, as a fraction of the account at the bar before it.
 */
export function monteCarloSetup(
  track: Track,
  { method, block, seed }: MonteCarloSpec,
  settings: BacktestSettings,
): { readonly setup: PathSetup; readonly unit: ReturnUnit } | null {
  const { initialCapital, barsPerYear, daysPerYear, session } = settings;
  const series: EquitySeries = { time: track.time, equity: track.equity, initialCapital, barsPerYear, session };
  const sampled = sampledEquity(series, daysPerYear);
  const ofTrades = method === "trades";
  const returns = ofTrades ? returnsOfTrades(track, initialCapital) : returnsOf(sampled.equity, initialCapital);
  if (returns.length === 0 || !returns.every(Number.isFinite)) return null;
  const perYear = ofTrades ? returns.length / calendarYears(track.time) : sampled.barsPerYear;
  if (!(perYear > 0 && Number.isFinite(perYear))) return null;
  const resampling = ofTrades ? "iid" : method;
  return {
    unit: ofTrades ? "trades" : daysPerYear === undefined ? "bars" : "days",
    setup: {
      returns,
      method: resampling,
      blockLength: block ?? automaticBlockLength(returns, resampling),
      seed,
      points: pointsOf(returns.length),
      perYear,
      riskFree: ratePerPeriod(riskFreeRateOf(settings), perYear),
    },
  };
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
