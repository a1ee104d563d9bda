import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import type { EquitySeries } from "../returns.ts";
import { type Drawdown, drawdownsOf } from "./drawdown.ts";

/** Bars are counted below the peak; days run from the peak to the recovery. A fall that lasts ends with the last bar. */
export interface DrawdownMetrics {
  /** Largest fall from a peak, as a positive fraction of it; 0 for a curve that never falls. */
  readonly max_drawdown: Measured;
  /** Bars below the peak in the drawdown that lasts most bars, however shallow (vectorbt's longest drawdown). */
  readonly max_drawdown_bars: Measured;
  /** Days of the drawdown that lasts most days. */
  readonly longest_drawdown_days: Measured;
  /** Bars and days of the drawdown that is `max_drawdown`; the first among equal depths. */
  readonly deepest_drawdown_bars: Measured;
  readonly deepest_drawdown_days: Measured;
  /** Share of the bars that close below the peak so far, 0…1. */
  readonly time_under_water: Measured;
}

/** Drawdown figures of one curve; the initial capital is the first peak. All `too_few_bars` without a bar. */
export function drawdownMetrics(curve: Omit<EquitySeries, "barsPerYear">): DrawdownMetrics {
  const count = curve.equity.length;
  const all = drawdownsOf(curve);
  const deepest = all.toSorted((a, b) => b.depth - a.depth)[0];
  const barsBelow = ({ peakBar, recoveryBar }: Drawdown): number => (recoveryBar ?? count) - peakBar - 1;
  const of = (value: number): Measured => (count === 0 ? unmeasured("too_few_bars") : measured(value));
  return {
    max_drawdown: of(deepest?.depth ?? 0),
    max_drawdown_bars: of(all.reduce((most, drawdown) => Math.max(most, barsBelow(drawdown)), 0)),
    longest_drawdown_days: of(all.reduce((most, { days }) => Math.max(most, days), 0)),
    deepest_drawdown_bars: of(deepest ? barsBelow(deepest) : 0),
    deepest_drawdown_days: of(deepest?.days ?? 0),
    time_under_water: of(all.reduce((sum, drawdown) => sum + barsBelow(drawdown), 0) / count),
  };
}
