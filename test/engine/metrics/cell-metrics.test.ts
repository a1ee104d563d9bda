import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SWEEP_METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION, PROFILES } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { buyAndHold } from "../../../src/engine/strategies/buy-and-hold.ts";
import { arbitraryBars, arbitrarySettings, arbitrarySignals, scripted } from "../support/arbitrary.ts";
import { flatBars, settingsOf, sp500 } from "../support/sample-bars.ts";
import { slowMetrics } from "../support/slow/slow-metrics.ts";

describe("cell metrics", () => {
  it("can be checked by hand on five bars", () => {
    const { metrics } = runBacktest({
      strategy: scripted({ entries: Uint8Array.of(1, 0, 0, 0, 0), exits: Uint8Array.of(0, 0, 1, 0, 0) }),
      bars: [flatBars([100, 100, 50, 75, 75])],
      settings: settingsOf({ barsPerYear: 4 }),
      params: {},
    });
    const returns = [0, 0, -0.5, 0.5, 0];
    const deviation = Math.sqrt(returns.reduce((total, r) => total + r * r, 0) / 4);
    expect(metrics).toMatchObject({
      final_equity: 7500,
      total_return: -0.25,
      max_drawdown: 0.5,
      max_drawdown_bars: 3,
      sharpe: 0,
      sortino: 0,
      volatility: deviation * 2,
      win_rate: 0,
      profit_factor: 0,
      expectancy: -2500,
      avg_duration: 2,
      exposure: 0.4,
      total_trades: 1,
      open_trades: 0,
    });
    expect(metrics.cagr).toBeCloseTo(0.75 ** (365.25 / 4) - 1, 12);
    expect(metrics.turnover).toBeCloseTo((10_000 + 7500) / (2 * 8000) / (4 / 365.25), 10);
  });

  it.each(PROFILES)(
    "leave no Sharpe, Sortino or Calmar to the rounding errors of a price that stands still: %s",
    (profile) => {
      const told = { entries: Uint8Array.of(0, 1, 0, 0, 0, 0), exits: Uint8Array.of(0, 0, 0, 0, 1, 0) };
      const strategy = scripted({ ...told, shortEntries: told.entries, shortExits: told.exits });
      const leverage = profile === "backtesting.py" ? 4 : 1;
      const execution = { ...PROFILE_EXECUTION[profile], direction: "short", leverage } as const;
      for (let price = 0.1; price < 100; price *= 1.07) {
        const bars = [flatBars(Array.from({ length: 6 }, () => price))];
        const settings = settingsOf({ initialCapital: 10_000 / 3, execution });
        const { metrics } = runBacktest({ strategy, bars, settings, params: { position_size: 0.7 } });
        expect(metrics).toMatchObject({ total_trades: 1, sharpe: null, sortino: null, calmar: null });
      }
    },
  );

  it("agree with their definitions on random cells", () => {
    const scenario = arbitraryBars.chain((bars) =>
      fc.tuple(fc.constant(bars), arbitrarySignals(bars.close.length), arbitrarySettings),
    );
    fc.assert(
      fc.property(scenario, ([bars, told, settings]) => {
        const result = runBacktest({ strategy: scripted(told), bars: [bars], settings, params: {} });
        const slow = slowMetrics(result, settings.initialCapital, settings.barsPerYear);
        for (const id of SWEEP_METRIC_IDS) {
          const value = result.metrics[id];
          const expected = slow[id] ?? Number.NaN;
          if (value === null) continue;
          expect(Math.abs(value - expected), id).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("agree with their definitions on twenty years of the S&P 500", () => {
    const settings = settingsOf({ costs: { commissionBps: 10, slippageBps: 5 } });
    const result = runBacktest({ strategy: smaCross, bars: [sp500()], settings, params: { fast: 20, slow: 50 } });
    const slow = slowMetrics(result, settings.initialCapital, settings.barsPerYear);
    for (const id of SWEEP_METRIC_IDS) {
      const expected = slow[id] ?? Number.NaN;
      expect(Math.abs((result.metrics[id] ?? Number.NaN) - expected), id).toBeLessThanOrEqual(
        1e-11 * Math.max(1, Math.abs(expected)),
      );
    }
  });

  it("keep their digits in a cell that held one quiet bar after a wild one", () => {
    const result = runBacktest({
      strategy: scripted({ entries: Uint8Array.of(0, 0, 1, 0), exits: new Uint8Array(4) }),
      bars: [flatBars([86.26, 86.29, 143.54, 143.71])],
      settings: settingsOf({ execution: { ...PROFILE_EXECUTION.native, fill: "close" } }),
      params: { position_size: 1 },
    });
    // Three still bars and one that moves by x: moments 3/16 x², 3/32 x³, 21/256 x⁴.
    expect(result.metrics.skew).toBeCloseTo(2 / Math.sqrt(3), 12);
    expect(result.metrics.kurtosis).toBeCloseTo(7 / 3, 12);
  });

  it("name the reason where they are undefined", () => {
    const idle = runBacktest({
      strategy: scripted({ entries: new Uint8Array(3), exits: new Uint8Array(3) }),
      bars: [flatBars([1, 2, 3])],
      settings: settingsOf(),
      params: {},
    });
    expect(idle.reasons).toEqual({
      sharpe: "zero_variance",
      sortino: "zero_variance",
      calmar: "nothing_gained",
      win_rate: "no_trades",
      profit_factor: "no_trades",
      expectancy: "no_trades",
      avg_duration: "no_trades",
      fee_per_trade: "no_trades",
      skew: "zero_variance",
      kurtosis: "zero_variance",
    });
    const single = runBacktest({ strategy: buyAndHold, bars: [flatBars([1])], settings: settingsOf(), params: {} });
    expect(single.reasons).toMatchObject({ cagr: "too_few_bars", sharpe: "too_few_bars", turnover: "too_few_bars" });
    const none = runBacktest({ strategy: buyAndHold, bars: [flatBars([])], settings: settingsOf(), params: {} });
    expect(none.reasons).toMatchObject({ exposure: "too_few_bars", volatility: "too_few_bars" });
  });

  it("keep all digits where returns are nearly the same, still bars among them", () => {
    const prices = Array.from({ length: 1000 }, (_, bar) => 100 * 1.01 ** Math.max(0, bar - 30));
    const entries = new Uint8Array(1000);
    entries[30] = 1;
    const steady = runBacktest({
      strategy: scripted({ entries, exits: new Uint8Array(1000) }),
      bars: [flatBars(prices)],
      settings: settingsOf({ execution: { fill: "close" } }),
      params: {},
    });
    const slow = slowMetrics(steady, 10_000, 252);
    for (const id of ["volatility", "sharpe", "skew", "kurtosis"] as const) {
      const expected = slow[id] ?? Number.NaN;
      expect(Math.abs((steady.metrics[id] ?? Number.NaN) / expected - 1), id).toBeLessThan(1e-10);
    }
  });

  it("see no variance in an account that grows by the same rate every bar", () => {
    const prices = Array.from({ length: 1000 }, (_, bar) => 100 * 1.01 ** bar);
    const steady = runBacktest({
      strategy: buyAndHold,
      bars: [flatBars([prices[0] ?? 0, ...prices])],
      settings: settingsOf({ execution: { fill: "close" } }),
      params: {},
    });
    const slow = slowMetrics(steady, 10_000, 252);
    expect(steady.metrics.volatility).toBeCloseTo(slow["volatility"] ?? Number.NaN, 12);
    expect(steady.metrics.sharpe).toBeCloseTo(slow["sharpe"] ?? Number.NaN, 4);
    const constant = runBacktest({
      strategy: scripted({ entries: new Uint8Array(50), exits: new Uint8Array(50) }),
      bars: [flatBars(Array.from({ length: 50 }, () => 7))],
      settings: settingsOf(),
      params: {},
    });
    expect(constant.reasons.sharpe).toBe("zero_variance");
  });
});
