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

/** 800 days of hours, and the account at the end of each day alone. */
function hourlyAndDaily() {
  const result = account(24 * 800, 3_600_000);
  const lastHours = Float64Array.from({ length: 800 }, (_, day) => 24 * day + 23);
  const picked = (column: Float64Array) => lastHours.map((hour) => column[hour] ?? Number.NaN);
  const daily = accountOf([...picked(result.equity)], { time: picked(result.time) });
  const measured = { ...settings, barsPerYear: 365, daysPerYear: 365, riskFreeRate: 0.03 };
  const { daysPerYear: _, ...plain } = measured;
  return [
    measurePerformance({ name: "hourly", result, settings: { ...measured, barsPerYear: 8760 }, benchmark: result }),
    measurePerformance({ name: "daily", result: daily, settings: plain, benchmark: daily }),
  ] as const;
}

describe("the rolling Sharpe ratio", () => {
  it("is over a year when there are two years of bars, else over half a year", () => {
    expect(rollingOf(504).window).toBe(252);
    expect(rollingOf(503).window).toBe(126);
    expect(rollingOf(104, 7 * 86_400_000, 52).window).toBe(52);
  });

  it("is of days where the settings say so", () => {
    const [hourly, daily] = hourlyAndDaily();
    expect(hourly.rolling).toMatchObject({ unit: "days", window: 365, values: daily.rolling.values });
    expect(rollingOf(24 * 800, 3_600_000, 8760)).toMatchObject({ unit: "bars", window: 8760 });
  });

  it("has one value a bar, undefined until the window is full", () => {
    const { values, window } = rollingOf(600);
    expect(values).toHaveLength(600);
    expect(values.findIndex((value) => !Number.isNaN(value))).toBe(window - 1);
  });
});

describe("the returns of intraday bars by day", () => {
  it("are those of the daily curve, and so are all figures made of them", () => {
    const [hourly, daily] = hourlyAndDaily();
    expect(hourly.returns).toEqual(daily.returns);
    const ids = [
      "sharpe",
      "sortino",
      "volatility",
      "downside_risk",
      "omega",
      "stability",
      "var_95",
      "cvar_95",
    ] as const;
    for (const id of [...ids, "tail_ratio", "skew", "kurtosis", "beta", "alpha", "annual_return"] as const) {
      expect(hourly.metrics.metrics[id], id).toBe(daily.metrics.metrics[id]);
    }
    expect(hourly.metrics.metrics.worst_bar).toBeLessThan(daily.metrics.metrics.worst_bar ?? 0);
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
