import { expect, it } from "vitest";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import { sharpeTrackOf } from "../../../src/analytics/overfitting/probabilistic-sharpe.ts";
import { sharpeOfSums } from "../../../src/analytics/overfitting/sharpe-of-sums.ts";
import { fifteenReturns } from "../support/fifteen-cells.ts";

it("the Sharpe ratio of block sums is that of the returns; there is none of returns that do not vary", () => {
  const series = fifteenReturns();
  const ratios = sharpeOfSums(blockSumsOf([...series, new Float64Array(5105)], 16), {
    bars: 5105,
    perYear: 1,
    riskFreePerBar: 0.0001,
  });
  for (const [cell, returns] of series.entries()) {
    const expected = sharpeTrackOf(returns.map((r) => r - 0.0001))?.sharpe ?? Number.NaN;
    expect(ratios[cell], `cell ${cell}`).toBeCloseTo(expected, 11);
  }
  expect(ratios[15]).toBeNaN();
});
