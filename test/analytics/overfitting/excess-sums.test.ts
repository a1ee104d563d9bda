import { describe, expect, it } from "vitest";
import { backtestOverfitting } from "../../../src/analytics/overfitting/backtest-overfitting.ts";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import { excessSums } from "../../../src/analytics/overfitting/excess-sums.ts";
import { judgeSweep } from "../../../src/analytics/overfitting/judge-sweep.ts";
import { fifteenReturns } from "../support/fifteen-cells.ts";

const RATE = 0.0002;
const series = fifteenReturns();
const bars = series[0]?.length ?? 0;
const above = series.map((returns) => returns.map((r) => r - RATE));

describe("block sums above a risk-free rate", () => {
  it("are those of the returns above it", () => {
    const excess = excessSums(blockSumsOf(series, 16), bars, RATE);
    const expected = blockSumsOf(above, 16);
    for (const index of excess.sum.keys()) {
      expect(excess.sum[index]).toBeCloseTo(expected.sum[index] ?? Number.NaN, 12);
      expect(excess.sumOfSquares[index]).toBeCloseTo(expected.sumOfSquares[index] ?? Number.NaN, 12);
    }
  });

  it("are what the judgement of a sweep cross-validates", () => {
    const sweep = { sharpe: new Float64Array(15), best: 0, skew: 0, kurtosis: 3, bars, barsPerYear: 252, trials: 15 };
    const judged = judgeSweep({ ...sweep, riskFreePerBar: RATE, blockSums: blockSumsOf(series, 16) });
    const expected = backtestOverfitting(blockSumsOf(above, 16));
    expect(judged.pbo).toEqual(expected.pbo);
    expect(judged.loss_probability).toEqual(expected.lossProbability);
    expect(judged.loss_probability).not.toEqual(
      judgeSweep({ ...sweep, blockSums: blockSumsOf(series, 16) }).loss_probability,
    );
  });
});
