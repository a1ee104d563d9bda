import { type Measured, measured, unmeasured } from "../measured.ts";
import type { EquitySeries } from "../returns.ts";
import { drawdownsOf } from "./drawdown.ts";

/** Depths are positive fractions of the peak, durations run from the peak to the recovery or to the last bar. */
export interface DrawdownMetrics {
  /** Largest fall from a peak; 0 for a curve that never falls. */
  readonly max_drawdown: Measured;
  /** Duration of that fall, the first among equal depths. */
  readonly max_drawdown_bars: Measured;
  readonly max_drawdown_days: Measured;
  /** The longest of all drawdowns, however shallow. */
  readonly longest_drawdown_bars: Measured;
  readonly longest_drawdown_days: Measured;
  /** Share of the bars that close below the peak so far, 0…1. */
  readonly time_under_water: Measured;
}

/** Largest fall from a peak as a positive fraction; 0 for no bars and for a curve that never falls. */
export function maxDrawdown(equity: Float64Array, initialCapital: number): number {
  let peak = initialCapital;
  let worst = 0;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] ?? 0;
    if (value > peak) peak = value;
    worst = Math.max(worst, 1 - value / peak);
  }
  return worst;
}

/** Drawdown figures of one curve; the initial capital is the first peak. All `too_few_bars` without a bar. */
export function drawdownMetrics(curve: Omit<EquitySeries, "barsPerYear">): DrawdownMetrics {
  const count = curve.equity.length;
  const all = drawdownsOf(curve);
  const deepest = all.toSorted((a, b) => b.depth - a.depth)[0];
  const below = all.reduce((sum, { peakBar, recoveryBar }) => sum + (recoveryBar ?? count) - peakBar - 1, 0);
  const of = (value: number): Measured => (count === 0 ? unmeasured("too_few_bars") : measured(value));
  return {
    max_drawdown: of(deepest?.depth ?? 0),
    max_drawdown_bars: of(deepest?.bars ?? 0),
    max_drawdown_days: of(deepest?.days ?? 0),
    longest_drawdown_bars: of(all.reduce((most, { bars }) => Math.max(most, bars), 0)),
    longest_drawdown_days: of(all.reduce((most, { days }) => Math.max(most, days), 0)),
    time_under_water: of(below / count),
  };
}
