import { rankCells } from "../ranking/rank-cells.ts";
import { compounded } from "../../core/metrics/growth.ts";
import type { Better } from "../../core/metrics/metric-info.ts";
import { type Statistic } from "../statistic.ts";
import { measured, unmeasured } from "../../core/metrics/measured.ts";
import { type BarRange, type WalkForwardPlan, walkForwardWindows, type WindowPair } from "./windows.ts";

/** How cells are computed; every range starts without a position. */
export interface WindowBacktest {
  /** The objective of every cell over a range; NaN where undefined. */
  scores(range: BarRange): Float64Array;
  /** The returns of one cell over a range, one per bar. */
  returns(cell: number, range: BarRange): Float64Array;
}

export interface WalkForwardInput {
  readonly plan: WalkForwardPlan;
  readonly better: Better;
  readonly barsPerYear: number;
  readonly backtest: WindowBacktest;
}

export interface WalkForwardWindow extends WindowPair {
  /** The best cell in sample; equal ones: the first. */
  readonly cell: number;
  /** Its objective in sample. */
  readonly score: number;
  /** Its total returns, as fractions. */
  readonly inSampleReturn: number;
  readonly outOfSampleReturn: number;
}

export interface WalkForwardResult {
  readonly windows: readonly WalkForwardWindow[];
  /** The out-of-sample returns of all windows one after another: the record that a trader would have had. */
  readonly returns: Float64Array;
  /** They compounded, as a fraction. */
  readonly outOfSampleReturn: Statistic;
  /**
   * Walk-forward efficiency (Pardo 2008): annual growth of the joined out-of-sample returns ÷ mean annual growth of the
   * picked cells in sample. 1 means that the future was as good as the past. `not_computed` when the past earned nothing.
   */
  readonly efficiency: Statistic;
  /** Share of the windows that gain out of sample, 0…1. */
  readonly profitableWindows: Statistic;
}

/**
 * Walk-forward optimisation: pick the best cell in each in-sample part, trade it in the part that follows. A window in
 * which no cell has a score is left out. All statistics are `too_few_bars` without a window.
 */
export function walkForward({ plan, better, barsPerYear, backtest }: WalkForwardInput): WalkForwardResult {
  const windows: WalkForwardWindow[] = [];
  const parts: Float64Array[] = [];
  for (const window of walkForwardWindows(plan)) {
    const scores = backtest.scores(window.inSample);
    const cell = rankCells(scores, better, 1)[0] ?? 0;
    const score = scores[cell] ?? Number.NaN;
    if (Number.isNaN(score)) continue;
    const part = backtest.returns(cell, window.outOfSample);
    parts.push(part);
    windows.push({
      ...window,
      cell,
      score,
      inSampleReturn: growthOf(backtest.returns(cell, window.inSample)) - 1,
      outOfSampleReturn: growthOf(part) - 1,
    });
  }
  return summarise(windows, joined(parts), barsPerYear);
}

function summarise(
  windows: readonly WalkForwardWindow[],
  returns: Float64Array,
  barsPerYear: number,
): WalkForwardResult {
  if (returns.length === 0) {
    const none = unmeasured("too_few_bars");
    return { windows, returns, outOfSampleReturn: none, efficiency: none, profitableWindows: none };
  }
  const annual = (growth: number, bars: number): number => compounded(Math.max(growth, 0), barsPerYear / bars);
  const inSample = windows.map((window) =>
    annual(1 + window.inSampleReturn, window.inSample.to - window.inSample.from),
  );
  const expected = inSample.reduce((sum, growth) => sum + growth, 0) / windows.length;
  const growth = growthOf(returns);
  return {
    windows,
    returns,
    outOfSampleReturn: measured(growth - 1),
    efficiency: expected > 0 ? measured(annual(growth, returns.length) / expected) : unmeasured("not_computed"),
    profitableWindows: measured(windows.filter((window) => window.outOfSampleReturn > 0).length / windows.length),
  };
}

function growthOf(returns: Float64Array): number {
  return returns.reduce((growth, value) => growth * (1 + value), 1);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
