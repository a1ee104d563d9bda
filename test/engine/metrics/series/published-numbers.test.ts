import { describe, expect, it } from "vitest";
import { equityOf, returnsOf, totalReturn } from "../../../../src/engine/metrics/series/returns.ts";
import { annualReturn, cagr } from "../../../../src/engine/metrics/series/reward/growth.ts";
import { calmarOf } from "../../../../src/core/metrics/calmar.ts";
import { omega } from "../../../../src/engine/metrics/series/reward/omega.ts";
import { sharpe } from "../../../../src/engine/metrics/series/reward/sharpe.ts";
import { sortino } from "../../../../src/engine/metrics/series/reward/sortino.ts";
import { stability } from "../../../../src/engine/metrics/series/reward/stability.ts";
import { downsideRisk } from "../../../../src/engine/metrics/series/risk/downside-risk.ts";
import { maxDrawdown } from "../../support/max-drawdown.ts";
import { tailRisk } from "../../../../src/engine/metrics/series/risk/tail-risk.ts";
import { volatility } from "../../../../src/engine/metrics/series/risk/volatility.ts";
import { sp500 } from "../../support/sample-bars.ts";

describe("S&P 500 close to close, 5,104 returns, 252 bars a year", () => {
  const { time, close } = sp500();
  const first = close[0] ?? 0;
  const equity = close.subarray(1);
  const returns = returnsOf(equity, first);

  it("has the 5,104 returns that the numbers were published for", () => {
    expect(returns.length).toBe(5104);
  });

  it.each([
    ["sharpe", sharpe(returns, 252), 0.26860463],
    ["sortino", sortino(returns, 252), 0.37652818],
    ["volatility", volatility(returns, 252), 0.19891431],
    ["annual return by counting bars", annualReturn(returns, 252), 0.03418154],
    ["CAGR by the calendar", cagr({ time, equity: close, initialCapital: first }), 0.03412413],
    ["omega", omega(returns), 1.05356539],
    ["VaR", tailRisk(returns).var_95, -0.01893896],
    ["CVaR", tailRisk(returns).cvar_95, -0.03022466],
    ["tail ratio", tailRisk(returns).tail_ratio, 0.90893112],
    ["downside risk", downsideRisk(returns, 252), 0.14189988],
    ["stability", stability(returns), 0.66105704],
  ])("agrees with empyrical on %s", (_name, found, published) => {
    expect(Math.abs((found.value ?? Number.NaN) - published)).toBeLessThanOrEqual(5.01e-9);
  });

  it("agrees on the max drawdown", () => {
    expect(maxDrawdown(equity, first)).toBeCloseTo(0.56775388, 8);
  });
});

describe('empyrical\'s "mixed" returns', () => {
  const returns = Float64Array.from([1, 10, -4, 2, 3, 2, 1, -10], (percent) => percent / 100);
  const withGap = Float64Array.from([0, ...returns]);
  const equity = equityOf(returns, 100);
  const annual = annualReturn(withGap, 252);

  it.each([
    ["total return", totalReturn(equity, 100), 0.03893109170048033],
    ["annual return, the gap counted as a bar", annual, 1.9135925373194231],
    ["volatility", volatility(returns, 252), 0.9136465399704637],
    ["calmar of the annual return", calmarOf(annual, maxDrawdown(equity, 100)), 19.135925373194233],
    ["sharpe", sharpe(returns, 252), 1.7238613961706866],
    ["sortino", sortino(returns, 252), 2.605531251673693],
    ["downside risk", downsideRisk(returns, 252), 0.60448325038829653],
  ])("give its %s to twelve digits", (_name, found, published) => {
    expect(Math.abs((found.value ?? Number.NaN) / published - 1)).toBeLessThan(1e-12);
  });

  it("give its max drawdown", () => {
    expect(Math.abs(maxDrawdown(equity, 100) - 0.1)).toBeLessThan(1e-12);
  });
});

describe("24 monthly returns of R's PerformanceAnalytics", () => {
  const returns = Float64Array.of(
    0.003,
    0.026,
    0.011,
    -0.01,
    0.015,
    0.025,
    0.016,
    0.067,
    -0.014,
    0.04,
    -0.005,
    0.081,
    0.04,
    -0.037,
    -0.061,
    0.017,
    -0.049,
    -0.022,
    0.07,
    0.058,
    -0.065,
    0.024,
    -0.005,
    -0.009,
  );
  const withStart = equityOf(Float64Array.of(0, ...returns), 1);
  const monthEnds = Float64Array.from(withStart, (_, month) => Date.UTC(2000, month, 0));
  const growth = cagr({ time: monthEnds, equity: withStart, initialCapital: 1 });
  const depth = maxDrawdown(withStart, 1);

  it.each([
    ["CAGR over 731 calendar days", growth, 0.10360382151099112],
    ["sharpe", sharpe(returns, 12), 0.7883202548144859],
    ["sortino", sortino(returns, 12), 1.3592165786838633],
    ["calmar", calmarOf(growth, depth), 0.7161243162664309],
  ])("give its %s to twelve digits", (_name, found, published) => {
    expect(Math.abs((found.value ?? Number.NaN) / published - 1)).toBeLessThan(1e-12);
  });

  it("give its max drawdown", () => {
    expect(Math.abs(depth - 0.144672955739218)).toBeLessThan(1e-12);
  });
});
