import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SWEEP_METRICS } from "../../../../src/engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS } from "../../../../src/core/metrics/undefined-reason.ts";
import { dailyEquity } from "../../../../src/engine/metrics/series/daily-equity.ts";
import { REPORT_METRICS } from "../../../../src/engine/metrics/series/report-catalogue.ts";
import { calmarOf } from "../../../../src/core/metrics/calmar.ts";
import { omega } from "../../../../src/engine/metrics/series/reward/omega.ts";
import { tailRisk } from "../../../../src/engine/metrics/series/risk/tail-risk.ts";
import { seriesMetrics } from "../../../../src/engine/metrics/series/series-metrics.ts";
import { sp500 } from "../../support/sample-bars.ts";

const DAY = 86_400_000;

function seriesOf(values: readonly number[], initialCapital = 100) {
  const time = Float64Array.from(values, (_, i) => i * DAY);
  return { time, equity: Float64Array.from(values), initialCapital, barsPerYear: 252 };
}

describe("series metrics", () => {
  it("are a finite number or null with a reason, whatever the equity does", () => {
    const value = fc.oneof(fc.constant(0), fc.constant(100), fc.double({ min: -50, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), fc.array(value, { maxLength: 30 }), (equity, other) => {
        const benchmark = Float64Array.from(equity, (_, i) => other[i] ?? 100);
        const { metrics, reasons } = seriesMetrics(seriesOf(equity), {
          benchmark,
          profits: Float64Array.from(other),
        });
        for (const { id } of REPORT_METRICS) {
          const reason = reasons[id];
          if (metrics[id] === null) expect(UNDEFINED_REASONS).toContain(reason);
          else expect([id, Number.isFinite(metrics[id]), reason]).toEqual([id, true, undefined]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("are those published for the S&P, each under its own name", () => {
    const { time, close } = sp500();
    const series = {
      time: time.subarray(1),
      equity: close.subarray(1),
      initialCapital: close[0] ?? 0,
      barsPerYear: 252,
    };
    const published = {
      annual_return: 0.03418154,
      sharpe: 0.26860463,
      sortino: 0.37652818,
      omega: 1.05356539,
      stability: 0.66105704,
      volatility: 0.19891431,
      downside_risk: 0.14189988,
      max_drawdown: 0.56775388,
      var_95: -0.01893896,
      cvar_95: -0.03022466,
      tail_ratio: 0.90893112,
    };
    const { metrics } = seriesMetrics(series);
    const found = Object.keys(published).map((id) => [id, metrics[id as keyof typeof published]?.toFixed(8)]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(published).map(([id, value]) => [id, value.toFixed(8)])),
    );
  });

  it("tell the best and the worst of bars, months and years", () => {
    const days = ["2019-12-30", "2019-12-31", "2020-01-02", "2020-01-31", "2020-02-27", "2020-02-28", "2020-03-02"];
    const { metrics } = seriesMetrics({
      time: Float64Array.from(days, (day) => Date.parse(day)),
      equity: Float64Array.of(110, 99, 108.9, 130.68, 117.612, 105.8508, 105.8508),
      initialCapital: 100,
      barsPerYear: 252,
    });
    const expected = {
      best_bar: 0.2,
      worst_bar: -0.1,
      positive_bars: 3 / 7,
      best_month: 0.32,
      worst_month: -0.19,
      positive_months: 1 / 4,
      best_year: 0.0692,
      worst_year: -0.01,
    };
    for (const [id, value] of Object.entries(expected)) {
      expect([id, metrics[id as keyof typeof expected]?.toFixed(12)]).toEqual([id, value.toFixed(12)]);
    }
  });

  it("say why a flat curve has no Sharpe, Sortino or Calmar", () => {
    const { metrics, reasons } = seriesMetrics(seriesOf([100, 100, 100]));
    expect(metrics).toMatchObject({ total_return: 0, sharpe: null, sortino: null, calmar: null, max_drawdown: 0 });
    expect(reasons).toMatchObject({ sharpe: "zero_variance", sortino: "zero_variance", calmar: "nothing_gained" });
  });

  it("have no Calmar for a fall that is a rounding error", () => {
    expect(calmarOf({ value: 0.1, reason: null }, 1e-16)).toEqual({ value: null, reason: "zero_drawdown" });
  });

  it("have no omega and no tail ratio for losses that are rounding errors", () => {
    const returns = Float64Array.of(0.01, -1e-16, 0.02, 0.01, -1e-16);
    expect(omega(returns).reason).toBe("no_losing_bars");
    expect(tailRisk(returns).tail_ratio.reason).toBe("no_losing_bars");
  });

  it("call steady growth a steady gain in spite of rounding", () => {
    const values = Array.from({ length: 50 }, (_, i) => 100 * 1.1 ** (i + 1));
    expect(seriesMetrics(seriesOf(values)).reasons.sharpe).toBe("steady_gain");
  });

  it("name a total loss bankrupt", () => {
    expect(seriesMetrics(seriesOf([50, 0, 0])).reasons).toMatchObject({ cagr: "bankrupt", stability: "bankrupt" });
  });

  it("do not change with the size of the account", () => {
    const { time, close } = sp500();
    const scaled = close.map((value) => value * 1024);
    const of = (equity: Float64Array) =>
      seriesMetrics({ time, equity, initialCapital: equity[0] ?? 0, barsPerYear: 252 });
    expect(of(scaled)).toEqual(of(close));
  });

  it("give a beta of 2 and no alpha to twice the benchmark", () => {
    const market = [0.01, -0.02, 0.03, 0.005];
    const grow = (factor: number) => {
      let value = 100;
      return market.map((move) => (value *= 1 + factor * move));
    };
    const { metrics } = seriesMetrics(seriesOf(grow(2)), { benchmark: Float64Array.from(grow(1)) });
    expect(metrics.beta).toBeCloseTo(2, 12);
    expect(metrics.alpha).toBeCloseTo(0, 12);
  });

  it("subtract the risk-free rate per bar", () => {
    const plain = seriesMetrics(seriesOf([101, 100, 103])).metrics.sharpe ?? 0;
    const rate = 1.0001 ** 252 - 1;
    const excess = seriesMetrics(seriesOf([101, 100, 103]), { riskFreeRate: rate }).metrics.sharpe ?? 0;
    const volatility = seriesMetrics(seriesOf([101, 100, 103])).metrics.volatility ?? 0;
    expect(plain - excess).toBeCloseTo((0.0001 * 252) / volatility, 10);
  });

  it("add up what holding positions brought and cost, where it is known", () => {
    const flow = { symbol: "A", bar: 1, time: 0, units: 1 };
    const { metrics } = seriesMetrics(seriesOf([101]), {
      cashFlows: [
        { ...flow, kind: "dividend", amount: 5 },
        { ...flow, kind: "borrow_cost", amount: -2 },
        { ...flow, kind: "dividend", amount: -7 },
        { ...flow, kind: "borrow_cost", amount: -1 },
      ],
    });
    expect(metrics).toMatchObject({ dividends: -2, borrow_cost: 3 });
    expect(seriesMetrics(seriesOf([101]), { cashFlows: [] }).metrics).toMatchObject({ dividends: 0, borrow_cost: 0 });
    expect(seriesMetrics(seriesOf([101])).reasons).toMatchObject({
      dividends: "not_computed",
      borrow_cost: "not_computed",
    });
  });

  it("weigh the profits of trades in the SQN: √4 × 25 ÷ 50", () => {
    const { metrics } = seriesMetrics(seriesOf([101]), { profits: Float64Array.of(100, 0, 0, 0) });
    expect(metrics.sqn).toBeCloseTo(1, 14);
  });
});

describe("the report catalogue", () => {
  it("says the same as the sweep catalogue of every id that both have", () => {
    const shared = SWEEP_METRICS.filter(({ id }) => REPORT_METRICS.some((other) => other.id === id));
    expect(shared.length).toBeGreaterThan(8);
    for (const info of shared) expect(REPORT_METRICS.find(({ id }) => id === info.id)).toEqual(info);
  });

  it("has each id once", () => {
    expect(new Set(REPORT_METRICS.map(({ id }) => id)).size).toBe(REPORT_METRICS.length);
  });
});

describe("daily equity", () => {
  it("keeps the last value of each UTC day", () => {
    const hours = [0, 5, 23, 24, 30, 96];
    const intraday = {
      time: Float64Array.from(hours, (hour) => hour * 3_600_000),
      equity: Float64Array.of(1, 2, 3, 4, 5, 6),
      initialCapital: 1,
      barsPerYear: 252 * 24,
    };
    expect(dailyEquity(intraday, 252)).toEqual({
      time: Float64Array.of(0, DAY, 4 * DAY),
      equity: Float64Array.of(3, 5, 6),
      initialCapital: 1,
      barsPerYear: 252,
    });
  });
});
