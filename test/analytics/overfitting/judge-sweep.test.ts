import { describe, expect, it } from "vitest";
import { UNDEFINED_REASONS } from "../../../src/core/metrics/undefined-reason.ts";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import { effectiveTrials, meanCorrelation } from "../../../src/analytics/overfitting/effective-trials.ts";
import { judgeSweep, type SweepToJudge } from "../../../src/analytics/overfitting/judge-sweep.ts";
import { sharpeTrackOf } from "../../../src/analytics/overfitting/probabilistic-sharpe.ts";
import { SWEEP_STATISTICS } from "../../../src/analytics/statistic-catalogue.ts";
import { STATISTIC_REASONS } from "../../../src/analytics/statistic.ts";
import { fifteenReturns } from "../support/fifteen-cells.ts";

const series = fifteenReturns();
const tracks = series.map((returns) => sharpeTrackOf(returns));
const sharpe = Float64Array.from(tracks, (track) => (track?.sharpe ?? Number.NaN) * Math.sqrt(252));
const best = sharpe.indexOf(Math.max(...sharpe));
const sweep: SweepToJudge = {
  sharpe,
  best,
  skew: tracks[best]?.skew ?? null,
  kurtosis: tracks[best]?.kurtosis ?? null,
  bars: 5105,
  barsPerYear: 252,
  trials: 15,
  blockSums: blockSumsOf(series, 16),
};

describe("the judgement of a sweep", () => {
  it("holds the published numbers of the 15 cells, from annual ratios", () => {
    const judged = judgeSweep(sweep);
    expect(judged.dsr.value).toBeCloseTo(0.5861470824940527, 11);
    expect(judged.psr.value).toBeCloseTo(0.9824111456329705, 11);
    expect(judged.pbo.value).toBeCloseTo(0.364024864, 9);
    expect(judged.expected_max_sharpe.value).toBeCloseTo(0.02669515694634369 * Math.sqrt(252), 11);
    expect(judged.min_track_record.value).toBeCloseTo(3113.59, 2);
    expect(judged.trials.value).toBe(15);
  });

  it("deflates more when the ledger knows of earlier trials", () => {
    expect(judgeSweep({ ...sweep, trials: 5000 }).dsr.value).toBeLessThan(judgeSweep(sweep).dsr.value ?? 0);
  });

  it("cannot deflate a single cell after trials whose spread it does not know", () => {
    const single = { ...sweep, sharpe: Float64Array.of(sharpe[0] ?? 0), best: 0 };
    const judged = judgeSweep({ ...single, trials: 5000 });
    expect([judged.dsr, judged.expected_max_sharpe].map(({ reason }) => reason)).toEqual(
      Array(2).fill("too_few_cells"),
    );
    expect(judged.psr.value).toBeGreaterThan(0);
    expect(judgeSweep({ ...single, trials: 1 }).dsr).toEqual(judged.psr);
  });

  it("says of a sweep without a Sharpe ratio that nothing was computed", () => {
    const { blockSums: _, ...bare } = sweep;
    const judged = judgeSweep({ ...bare, sharpe: sharpe.map(() => Number.NaN) });
    const reasons = [judged.psr, judged.dsr, judged.pbo, judged.effective_trials, judged.plateau_score];
    expect(reasons.map(({ reason }) => reason)).toEqual(Array(5).fill("not_computed"));
  });

  it("says of a sweep that was too large to sum up what it could not compute", () => {
    const { blockSums: _, ...bare } = sweep;
    const judged = judgeSweep({ ...bare, unsummedBecause: "too_many_cells" });
    const missing = [judged.pbo, judged.loss_probability, judged.effective_trials];
    expect(missing.map(({ reason }) => reason)).toEqual(Array(3).fill("too_many_cells"));
    expect(judged.dsr).toEqual(judgeSweep(sweep).dsr);
  });

  it("skips cells without a ratio in the variance of the trials", () => {
    const withGap = Float64Array.of(...sharpe, Number.NaN);
    expect(judgeSweep({ ...sweep, sharpe: withGap }).dsr).toEqual(judgeSweep(sweep).dsr);
  });

  it("has one statistic per catalogue entry, with reasons that the engine knows", () => {
    expect(Object.keys(judgeSweep(sweep))).toEqual(SWEEP_STATISTICS.map(({ id }) => id));
    expect(STATISTIC_REASONS.filter((reason) => !(UNDEFINED_REASONS as readonly string[]).includes(reason))).toEqual(
      [],
    );
  });
});

describe("the effective number of trials", () => {
  it("is 1 for copies of one bet", () => {
    const copies = blockSumsOf([wave(0), wave(0).map((value) => 3 * value), wave(0)], 16);
    expect(meanCorrelation(copies)).toBeCloseTo(1, 12);
    expect(effectiveTrials(3, meanCorrelation(copies))).toBeCloseTo(1, 12);
  });

  it("is N for bets that cancel each other, and leaves idle cells out", () => {
    const opposed = blockSumsOf([wave(0), wave(0).map((value) => -value), new Float64Array(32)], 16);
    expect(meanCorrelation(opposed)).toBe(0);
    expect(effectiveTrials(3, 0)).toBe(3);
  });

  it("uses the mean of all pairwise correlations", () => {
    const sums = blockSumsOf([wave(0), wave(0.4), wave(0.9), wave(1.1)], 16);
    const rows = [0, 1, 2, 3].map((cell) => sums.sum.subarray(cell * 16, cell * 16 + 16));
    const pairs = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => correlation(a, b)));
    expect(meanCorrelation(sums)).toBeCloseTo(pairs.reduce((sum, value) => sum + value, 0) / 6, 12);
  });
});

function wave(shift: number): Float64Array {
  return Float64Array.from({ length: 32 }, (_, i) => Math.sin(i * 1.7 + shift));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - mean(a)) * ((b[i] ?? 0) - mean(b)), 0);
}

function correlation(a: Float64Array, b: Float64Array): number {
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
