import { describe, expect, it } from "vitest";
import { rollingSharpe } from "../../../src/engine/metrics/series/charts/rolling-sharpe.ts";
import { returnsOf } from "../../../src/engine/metrics/series/returns.ts";
import { betaAlpha } from "../../../src/engine/metrics/series/reward/beta-alpha.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { seriesMetrics } from "../../../src/engine/metrics/series/series-metrics.ts";
import { settingsOf, sp500 } from "../support/sample-bars.ts";

const bars = sp500();

function run(settings: BacktestSettings) {
  const params = { fast: 10, slow: 50, position_size: 1 };
  return runBacktest({ strategy: smaCross, bars: [bars], settings, params });
}

describe("the risk-free rate", () => {
  it("takes (1 + rate)^(1/A) − 1 off the mean return of the Sharpe ratio, and off nothing else", () => {
    const free = run(settingsOf()).metrics;
    const { metrics, reasons } = run(settingsOf({ riskFreeRate: 0.02 }));
    const perBar = 1.02 ** (1 / 252) - 1;
    expect(metrics.sharpe).toBeCloseTo((free.sharpe ?? 0) - (perBar * 252) / (free.volatility ?? 0), 12);
    expect({ ...metrics, sharpe: null }).toEqual({ ...free, sharpe: null });
    expect(reasons).toEqual({});
  });

  it("means the same in a report", () => {
    const { metrics, time, equity } = run(settingsOf({ riskFreeRate: 0.02 }));
    const series = { time, equity, initialCapital: 10_000, barsPerYear: 252 };
    expect(seriesMetrics(series, { riskFreeRate: 0.02 }).metrics.sharpe).toBeCloseTo(metrics.sharpe ?? 0, 12);
  });

  it("is taken off both sides of alpha, and off every window of the rolling ratio", () => {
    const { time, equity } = run(settingsOf());
    const series = { time, equity, initialCapital: 10_000, barsPerYear: 252 };
    const own = returnsOf(equity, 10_000);
    const market = returnsOf(bars.close, bars.close[0] ?? 0);
    const perBar = 1.02 ** (1 / 252) - 1;
    const above = (returns: Float64Array) => returns.map((r) => r - perBar);
    const benchmark = bars.close.map((close) => (10_000 * close) / (bars.close[0] ?? 0));
    const { metrics } = seriesMetrics(series, { riskFreeRate: 0.02, benchmark });
    expect(metrics.alpha).toBeCloseTo(betaAlpha(above(own), above(market), 252).alpha.value ?? Number.NaN, 12);
    expect(metrics.alpha).not.toBeCloseTo(betaAlpha(own, market, 252).alpha.value ?? Number.NaN, 4);
    const rolling = rollingSharpe(own, 252, 252, 0.02);
    expect(rolling[3000]).toBeCloseTo(rollingSharpe(above(own), 252, 252)[3000] ?? Number.NaN, 10);
  });

  it("gives the ratio of vectorbt", () => {
    // vectorbt 1.2.0: returns_acc.sharpe_ratio(risk_free=1.02 ** (1 / 365) - 1), fees 0.001.
    const settings = { barsPerYear: 365, riskFreeRate: 0.02, costs: { commissionBps: 10 } };
    const { metrics } = run(settingsOf({ ...settings, execution: PROFILE_EXECUTION.vectorbt }));
    expect(metrics.sharpe).toBeCloseTo(0.012991654520831375, 11);
  });
});
