import { compounded } from "../../core/metrics/growth.ts";
import { measured, unmeasured } from "../../core/metrics/measured.ts";
import type { Statistic } from "../statistic.ts";

/** What a window has come to. */
export interface TradedWindow {
  /** Its total returns, as fractions; of several cells those of equal shares. NaN in sample where no cell was chosen. */
  readonly inSampleReturn: number;
  readonly outOfSampleReturn: number;
  /** Bars of each part. */
  readonly inSampleBars: number;
  readonly outOfSampleBars: number;
  /** The objective of both parts; NaN where undefined. */
  readonly inSampleScore: number;
  readonly outOfSampleScore: number;
}

export interface WindowStatistics {
  /**
   * Walk-forward efficiency (Pardo 2008): annual growth of the joined out-of-sample returns ÷ mean annual growth of the
   * chosen cells in sample. 1 means that the future was as good as the past. `not_computed` when the past earned nothing.
   */
  readonly efficiency: Statistic;
  /** Share of the windows that gain out of sample, 0…1. */
  readonly profitable_windows: Statistic;
  /** Pearson correlation of the objective in sample and out of sample, over the windows in which both are defined; three at least. */
  readonly correlation: Statistic;
}

/** What the windows say together. All are `too_few_bars` without one. */
export function windowStatistics(windows: readonly TradedWindow[], barsPerYear: number): WindowStatistics {
  if (windows.length === 0) {
    const none = unmeasured("too_few_bars");
    return { efficiency: none, profitable_windows: none, correlation: none };
  }
  const annual = (growth: number, bars: number): number => compounded(Math.max(growth, 0), barsPerYear / bars);
  const chosen = windows.filter(({ inSampleReturn }) => !Number.isNaN(inSampleReturn));
  const expected =
    chosen.reduce((sum, { inSampleReturn, inSampleBars }) => sum + annual(1 + inSampleReturn, inSampleBars), 0) /
    chosen.length;
  const growth = windows.reduce((product, { outOfSampleReturn }) => product * (1 + outOfSampleReturn), 1);
  const bars = windows.reduce((sum, { outOfSampleBars }) => sum + outOfSampleBars, 0);
  return {
    efficiency: expected > 0 ? measured(annual(growth, bars) / expected) : unmeasured("not_computed"),
    profitable_windows: measured(
      windows.filter(({ outOfSampleReturn }) => outOfSampleReturn > 0).length / windows.length,
    ),
    correlation: correlationOf(windows.map((window) => [window.inSampleScore, window.outOfSampleScore] as const)),
  };
}

/** Below this many pairs two numbers always seem to belong together. */
const FEWEST_PAIRS = 3;

function correlationOf(pairs: readonly (readonly [number, number])[]): Statistic {
  const known = pairs.filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  if (known.length < FEWEST_PAIRS) return unmeasured("too_few_bars");
  const mean = (side: 0 | 1): number => known.reduce((sum, pair) => sum + pair[side], 0) / known.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  let [aa, bb, ab] = [0, 0, 0];
  for (const [a, b] of known) {
    aa += (a - meanA) ** 2;
    bb += (b - meanB) ** 2;
    ab += (a - meanA) * (b - meanB);
  }
  return aa > 0 && bb > 0 ? measured(Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb)))) : unmeasured("zero_variance");
}
