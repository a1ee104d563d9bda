import { describe, expect, it } from "vitest";
import { measurePerformance } from "../../src/report/performance.ts";
import { accountOf, fixedInput } from "./support/fixed-input.ts";

const { settings } = fixedInput().backtest;

/** An account that rises and falls in turn. */
function account(bars: number, barMs = 86_400_000) {
  const equity = Array.from({ length: bars }, (_, bar) => 1000 + (bar % 2) * 10 + bar);
  const time = Float64Array.from(equity, (_, bar) => Date.UTC(2018, 0, 1) + bar * barMs);
  return accountOf(equity, { time });
}

function rollingOf(bars: number, barMs?: number, barsPerYear = 252) {
  const result = account(bars, barMs);
  return measurePerformance({ name: "x", result, settings: { ...settings, barsPerYear }, benchmark: null }).rolling;
}

describe("the rolling Sharpe ratio", () => {
  it("is over a year when there are two years of bars, else over half a year", () => {
    expect(rollingOf(504).window).toBe(252);
    expect(rollingOf(503).window).toBe(126);
    expect(rollingOf(104, 7 * 86_400_000, 52).window).toBe(52);
  });

  it("of intraday bars is measured on days", () => {
    const hourly = rollingOf(24 * 800, 3_600_000, 8760);
    expect(hourly).toMatchObject({ unit: "days", window: 365 });
    expect(hourly.time).toHaveLength(800);
    expect(rollingOf(24 * 800, 3_600_000, 252).window).toBe(252);
  });

  it("has one value a bar, undefined until the window is full", () => {
    const { values, window } = rollingOf(600);
    expect(values).toHaveLength(600);
    expect(values.findIndex((value) => !Number.isNaN(value))).toBe(window - 1);
  });
});

describe("beta and alpha", () => {
  it("are measured against a benchmark over the same bars, and against no other", () => {
    const result = account(60);
    const beta = (bars: number) =>
      measurePerformance({ name: "x", result, settings, benchmark: account(bars) }).metrics.metrics.beta;
    expect(beta(60)).toBeCloseTo(1, 12);
    expect(beta(59)).toBeNull();
  });
});
