import { describe, expect, it } from "vitest";
import { sharpeInterval } from "../../../src/analytics/resampling/sharpe-interval.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { measurePerformance } from "../../../src/report/performance.ts";
import { sharpeRange } from "../../../src/report/section/sharpe-range.ts";
import { accountOf, fixedInput } from "../support/fixed-input.ts";

const { settings } = fixedInput().backtest;

function rangeOf(equity: readonly number[], changes: Partial<BacktestSettings> = {}) {
  const own = { ...settings, ...changes };
  const performance = measurePerformance({ name: "x", result: accountOf(equity), settings: own, benchmark: null });
  return { text: sharpeRange(performance, own), returns: performance.returns };
}

const RISING = Array.from({ length: 60 }, (_, bar) => 1000 + 3 * bar + 20 * Math.sin(bar));

describe("the range of the Sharpe ratio", () => {
  it("is the bootstrap interval of the returns, to two digits", () => {
    const { text, returns } = rangeOf(RISING);
    const interval = sharpeInterval(returns, { barsPerYear: 252, seed: settings.seed, replications: 1000 });
    expect(text).toBe(`95% range ${interval?.low.toFixed(2)} to ${interval?.high.toFixed(2)}`);
  });

  it("is lower above a risk-free rate", () => {
    const lowOf = (riskFreeRate: number) =>
      Number(/range (.+) to/.exec(rangeOf(RISING, { riskFreeRate }).text ?? "")?.[1]);
    expect(lowOf(0.5)).toBeLessThan(lowOf(0));
  });

  it("is not told of returns that do not vary, of too many to draw from, nor of compounded ratios", () => {
    expect(rangeOf(Array.from({ length: 20 }, () => 1000)).text).toBeNull();
    const long = Array.from({ length: 12_501 }, (_, bar) => 1000 + (bar % 7));
    expect(rangeOf(long).text).toBeNull();
    expect(rangeOf(long.slice(1)).text).not.toBeNull();
    expect(rangeOf(RISING, { execution: PROFILE_EXECUTION["backtesting.py"] }).text).toBeNull();
  });
});
