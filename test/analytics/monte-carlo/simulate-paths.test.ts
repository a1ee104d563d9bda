import { describe, expect, it } from "vitest";
import { outcomesFor, type PathSetup, simulatePaths } from "../../../src/analytics/monte-carlo/simulate-paths.ts";
import { summarizePaths } from "../../../src/analytics/monte-carlo/summarize-paths.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";
import { pathOf, plainPath } from "../support/plain-path.ts";

const { close } = sp500();
const market = close.subarray(1).map((value, i) => value / (close[i] ?? 1) - 1);

function setupOf(returns: Float64Array, changes: Partial<PathSetup> = {}): PathSetup {
  const points = Int32Array.of(Math.ceil(returns.length / 2), returns.length);
  return { returns, method: "stationary", blockLength: 8, seed: 3, points, perYear: 252, riskFree: 0.0001, ...changes };
}

function simulated(setup: PathSetup, runs: number, portion = runs) {
  const outcomes = outcomesFor(runs, setup.points.length);
  for (let from = 0; from < runs; from += portion) {
    simulatePaths(setup, outcomes, { from, to: Math.min(runs, from + portion) });
  }
  return outcomes;
}

function summary(setup: PathSetup, runs: number) {
  return summarizePaths(setup, simulated(setup, runs), { ruin: 0.5, initialCapital: 1000 });
}

describe("a history", () => {
  it.each(["stationary", "iid", "permutation"] as const)("by %s is what its definition says", (method) => {
    const setup = setupOf(market, { method });
    const outcomes = simulated(setup, 20);
    for (let path = 0; path < 20; path++) {
      const found = pathOf(outcomes, path, 2);
      const exact = plainPath(setup, path);
      expect(found.values).toEqual(exact.values);
      expect(found.lowest).toBe(exact.lowest);
      expect(found.drawdown).toBeCloseTo(exact.drawdown, 12);
      expect(found.sharpe).toBeCloseTo(exact.sharpe, 9);
    }
  });

  it("is the same in whatever portions they are drawn, and however many", () => {
    const whole = simulated(setupOf(market), 30);
    expect(simulated(setupOf(market), 30, 7)).toEqual(whole);
    expect(simulated(setupOf(market), 30, 1)).toEqual(whole);
    expect(simulated(setupOf(market), 12).drawdown).toEqual(whole.drawdown.slice(0, 12));
    expect(simulated(setupOf(market, { seed: 4 }), 30).drawdown).not.toEqual(whole.drawdown);
  });
});

describe("what histories say together", () => {
  it("is what a person works out for two returns: +100 % and −50 %, each by itself", () => {
    const { statistics } = summary(setupOf(Float64Array.of(1, -0.5), { method: "iid" }), 40_000);
    // Four histories: ×4, ×1 twice, ×¼.
    expect(statistics.p_loss.value).toBeCloseTo(0.25, 2);
    expect(statistics.p_ruin.value).toBeCloseTo(0.5, 2);
    expect(statistics.return_median.value).toBe(0);
    expect(statistics.return_p05.value).toBe(-0.75);
    expect(statistics.return_place.value).toBeCloseTo(0.5, 2);
    expect(statistics.drawdown_p95.value).toBe(0.75);
  });

  it("by permutation has one return, which nothing is placed among", () => {
    const { statistics, distributions } = summary(setupOf(market, { method: "permutation" }), 300);
    expect(statistics.return_place).toMatchObject({ value: null, reason: "zero_variance" });
    expect(statistics.sharpe_place).toMatchObject({ value: null, reason: "zero_variance" });
    expect(statistics.return_p05.value).toBeCloseTo(distributions.return.real ?? Number.NaN, 9);
    expect(statistics.drawdown_place.value).toBeGreaterThan(0);
  });

  it("of an account that loses everything is a sure loss, and no ratio where nothing varies", () => {
    const { statistics, fan } = summary(setupOf(new Float64Array(5).fill(-1.5)), 100);
    expect([statistics.p_loss.value, statistics.p_ruin.value, statistics.drawdown_p99.value]).toEqual([1, 1, 1]);
    expect(statistics.sharpe_median).toMatchObject({ value: null, reason: "zero_variance" });
    expect(fan.at(-1)).toEqual({ after: 5, quantiles: [0, 0, 0, 0, 0], real: 0 });
  });

  it("is a number even where accounts grow beyond all numbers", () => {
    const text = JSON.stringify(summary(setupOf(new Float64Array(400).fill(9e3)), 100));
    expect(text).not.toContain('"value":null,"reason":null');
    expect(text).toContain("1.7976931348623157e+308");
  });
});
