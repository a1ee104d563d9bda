import { describe, expect, it } from "vitest";
import {
  outcomesFor,
  type PathOutcomes,
  type PathSetup,
  simulatePaths,
} from "../../../src/analytics/monte-carlo/simulate-paths.ts";
import { quantileOfSorted } from "../../../src/core/numbers/quantile.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";

const { close } = sp500();
const returns = close.subarray(1).map((value, i) => value / (close[i] ?? 1) - 1);
const PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95];

function drawn(own: Float64Array, runs: number, asked: Pick<PathSetup, "method" | "seed">): PathOutcomes {
  const points = Int32Array.of(own.length);
  const outcomes = outcomesFor(runs, 1);
  simulatePaths({ returns: own, blockLength: 1, points, perYear: 252, riskFree: 0, ...asked }, outcomes, {
    from: 0,
    to: runs,
  });
  return outcomes;
}

function quantilesOf(values: Float64Array): readonly number[] {
  const sorted = values.toSorted();
  return PROBABILITIES.map((probability) => quantileOfSorted(sorted, probability));
}

describe("other histories", () => {
  /** 20,000 replications of numpy; the errors are three times √(p(1 − p) ÷ 20,000) ÷ density. */
  it("of the S&P returns drawn independently have the published quantiles", { timeout: 120_000 }, () => {
    const { values, drawdown } = drawn(returns, 20_000, { method: "iid", seed: 42 });
    const found = { terminal: quantilesOf(values.map((value) => value - 1)), drawdown: quantilesOf(drawdown) };
    const terminal = [-0.5495, 0.0836, 0.9738, 2.6257, 7.5102];
    const terminalError = [0.0183, 0.0301, 0.0434, 0.1009, 0.373];
    const depth = [0.3622, 0.4588, 0.5468, 0.6473, 0.7877];
    const depthError = [0.0036, 0.0032, 0.0034, 0.0043, 0.0059];
    for (const [i, published] of terminal.entries()) {
      expect(Math.abs((found.terminal[i] ?? 9) - published)).toBeLessThan(terminalError[i] ?? 0);
    }
    for (const [i, published] of depth.entries()) {
      expect(Math.abs((found.drawdown[i] ?? 9) - published)).toBeLessThan(depthError[i] ?? 0);
    }
  });

  it.each([
    ["trades", Float64Array.from({ length: 60 }, (_, i) => 0.05 * Math.sin(i * i) + 0.01)],
    ["the S&P returns", returns],
  ])("by permutation of %s change the drawdown and never the terminal value", (_, trades) => {
    const { values, drawdown } = drawn(trades, 300, { method: "permutation", seed: 1 });
    const exact = trades.reduce((value, trade) => value * (1 + trade), 1);
    for (const value of values) expect(Math.abs(value - exact)).toBeLessThan(1e-12);
    expect(Math.max(...drawdown) - Math.min(...drawdown)).toBeGreaterThan(0.05);
  });

  it("have the drawdown of a path that a person can check", () => {
    const asked = { method: "permutation", seed: 1 } as const;
    expect(drawn(Float64Array.of(-0.5, -0.5), 1, asked).drawdown[0]).toBe(0.75);
    expect(drawn(Float64Array.of(0.5, 0.25), 1, asked).drawdown[0]).toBe(0);
  });
});
