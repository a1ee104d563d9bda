import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/analytics/resampling/random.ts";
import { backtestOverfitting } from "../../../src/analytics/overfitting/backtest-overfitting.ts";
import { halfSplits } from "../../../src/analytics/overfitting/block-splits.ts";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { settingsOf, sp500 } from "../../engine/support/sample-bars.ts";
import { fifteenReturns } from "../support/fifteen-cells.ts";
import { FEE, FIFTEEN_PAIRS } from "../support/obvious-ma-cross.ts";
import { slowOverfitting } from "../support/slow-overfitting.ts";

describe("PBO of the 15 crossover cells", () => {
  const series = fifteenReturns();

  it("is the published one with 8 blocks", () => {
    const { pbo, lossProbability, splits } = backtestOverfitting(blockSumsOf(series, 8));
    expect(splits).toBe(70);
    expect(pbo.value).toBeCloseTo(0.2714285714, 10);
    expect(lossProbability.value).toBeCloseTo(0.0428571429, 10);
  });

  it("is the published one with 16 blocks", () => {
    const { pbo, splits } = backtestOverfitting(blockSumsOf(series, 16));
    expect(splits).toBe(12_870);
    expect(pbo.value).toBeCloseTo(0.364024864, 10);
  });
});

describe("the same 15 cells by the sweep kernel", () => {
  const cells = FIFTEEN_PAIRS.map(([fast, slow]) => ({ fast, slow, position_size: 1 }));
  const settings = settingsOf({
    initialCapital: 1,
    costs: { commissionBps: FEE * 10_000 },
    execution: PROFILE_EXECUTION.vectorbt,
  });
  const sweepOf = (blocks: number) => sweepCells({ strategy: smaCross, bars: [sp500()], settings, cells, blocks });

  it.each([
    [8, 0.2714285714, 0.0428571429],
    [16, 0.364024864, null],
  ])("have the published PBO from its sums over %d blocks", (blocks, pbo, loss) => {
    const { blockSums } = sweepOf(blocks);
    if (blockSums === undefined) throw new Error("no block sums");
    const found = backtestOverfitting(blockSums);
    expect(found.pbo.value).toBeCloseTo(pbo, 10);
    if (loss !== null) expect(found.lossProbability.value).toBeCloseTo(loss, 10);
  });

  it("have the published best cell, with its moments", () => {
    const { metrics } = sweepOf(2);
    const best = metrics.sharpe.indexOf(Math.max(...metrics.sharpe));
    expect(cells[best]).toMatchObject({ fast: 5, slow: 200 });
    expect((metrics.sharpe[best] ?? 0) / Math.sqrt(252)).toBeCloseTo(0.029771442470295742, 12);
    expect(metrics.skew[best]).toBeCloseTo(-0.6022351635129781, 11);
    expect(metrics.kurtosis[best]).toBeCloseTo(8.934746055965942, 11);
  });
});

describe("PBO", () => {
  it("agrees with its definition on the return matrix, over more than one chunk of cells", () => {
    const seeds = fc.integer({ min: 0, max: 1e6 });
    fc.assert(
      fc.property(seeds, fc.constantFrom(2, 4, 6), fc.constantFrom(2, 7, 130), (seed, blocks, cells) => {
        const { nextUnit } = createRandom(seed);
        const series = Array.from({ length: cells }, () => Float64Array.from({ length: 29 }, () => nextUnit() - 0.48));
        const fast = backtestOverfitting(blockSumsOf(series, blocks));
        const slow = slowOverfitting(series, blocks);
        expect([fast.pbo.value, fast.lossProbability.value]).toEqual([slow.pbo, slow.loss]);
      }),
      { numRuns: 40 },
    );
  });

  it("ranks identical cells as ties, in the middle", () => {
    const one = Float64Array.from({ length: 80 }, (_, i) => Math.sin(i));
    expect(backtestOverfitting(blockSumsOf([one, one], 4)).pbo.value).toBe(1);
    const better = one.map((value) => value + 0.5);
    expect(backtestOverfitting(blockSumsOf([one, better, better, better], 16)).pbo.value).toBe(0);
  });

  it("gives a cell that never trades a ratio of 0, between winners and losers", () => {
    const idle = new Float64Array(40);
    const winner = Float64Array.from(idle, (_, i) => 0.01 + 0.001 * (i % 3));
    const loser = winner.map((value) => -value);
    const { pbo, lossProbability } = backtestOverfitting(blockSumsOf([idle, winner, loser], 4));
    expect([pbo.value, lossProbability.value]).toEqual([0, 0]);
    expect(backtestOverfitting(blockSumsOf([loser, idle], 4)).pbo.value).toBe(0);
  });

  it("takes the first of cells that are equally good in sample", () => {
    const faded = Float64Array.of(0.02, 0.01, -0.02, -0.01);
    const steady = Float64Array.of(0.02, 0.01, 0.02, 0.01);
    const fadedFirst = backtestOverfitting(blockSumsOf([faded, steady], 2));
    const steadyFirst = backtestOverfitting(blockSumsOf([steady, faded], 2));
    expect(fadedFirst).toMatchObject({ pbo: { value: 1 }, lossProbability: { value: 0.5 } });
    expect(steadyFirst).toMatchObject({ pbo: { value: 0.5 }, lossProbability: { value: 0 } });
  });

  it("does not call it a loss when the chosen cell is idle on the other half", () => {
    const early = Float64Array.of(0.02, 0.01, 0, 0);
    const loser = Float64Array.of(-0.02, -0.01, -0.02, -0.01);
    expect(backtestOverfitting(blockSumsOf([early, loser], 2)).lossProbability.value).toBe(0);
  });

  it("is 0 for one cell that is always best and near ½ for pure noise", () => {
    const { nextUnit } = createRandom(11);
    const noise = Array.from({ length: 200 }, () => Float64Array.from({ length: 320 }, () => nextUnit() - 0.5));
    const skilled = Float64Array.from({ length: 320 }, () => nextUnit() - 0.2);
    expect(backtestOverfitting(blockSumsOf([...noise, skilled], 8)).pbo.value).toBe(0);
    expect(Math.abs((backtestOverfitting(blockSumsOf(noise, 8)).pbo.value ?? 0) - 0.5)).toBeLessThan(0.25);
  });

  it("looks at fewer splits of very large sweeps, and finds nearly the same", () => {
    const { nextUnit } = createRandom(5);
    const sums = () => Float64Array.from({ length: 16 * 50 }, () => nextUnit() - 0.45);
    const few = { cells: 50, blocks: 16, sum: sums(), sumOfSquares: sums().map((value) => value + 1) };
    const times = 500;
    const repeat = (values: Float64Array) => Float64Array.from({ length: 800 * times }, (_, i) => values[i % 800] ?? 0);
    const many = { cells: 50 * times, blocks: 16, sum: repeat(few.sum), sumOfSquares: repeat(few.sumOfSquares) };
    const all = backtestOverfitting(few);
    const sampled = backtestOverfitting(many);
    expect([all.splits, sampled.splits]).toEqual([12_870, 2574]);
    expect(Math.abs((sampled.pbo.value ?? 9) - (all.pbo.value ?? 0))).toBeLessThan(0.03);
    expect(Math.abs((sampled.lossProbability.value ?? 9) - (all.lossProbability.value ?? 0))).toBeLessThan(0.03);
  });

  it("does not change with the unit of the returns", () => {
    const series = fifteenReturns();
    const scaled = series.map((returns) => returns.map((value) => value * 1024));
    expect(backtestOverfitting(blockSumsOf(scaled, 8))).toEqual(backtestOverfitting(blockSumsOf(series, 8)));
  });

  it("needs two cells", () => {
    expect(backtestOverfitting(blockSumsOf([new Float64Array(8)], 4)).pbo.reason).toBe("too_few_cells");
  });
});

describe("half splits", () => {
  it("contain the complement of each split", () => {
    for (const atMost of [70, 69, 20, 2]) {
      const masks = new Set(halfSplits(8, atMost));
      expect(masks.size).toBeLessThanOrEqual(atMost);
      expect(masks.size).toBeGreaterThan(atMost / 2.1);
      expect([...masks].every((mask) => masks.has(255 ^ mask))).toBe(true);
    }
    expect(new Set(halfSplits(8)).size).toBe(70);
  });
});
