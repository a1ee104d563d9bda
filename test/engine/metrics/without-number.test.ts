import { describe, expect, it } from "vitest";
import { isLossless, UNDEFINED_REASONS } from "../../../src/core/metrics/undefined-reason.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION, PROFILES } from "../../../src/engine/profiles/registry.ts";
import { buyAndHold } from "../../../src/engine/strategies/buy-and-hold.ts";
import { seriesMetrics } from "../../../src/engine/metrics/series/series-metrics.ts";
import { scripted } from "../support/arbitrary.ts";
import { flatBars, settingsOf } from "../support/sample-bars.ts";

const flags = (count: number, at: readonly number[]) =>
  Uint8Array.from({ length: count }, (_, bar) => Number(at.includes(bar)));

describe("FAULTS 5.1: why there is no number", () => {
  it("only where something was gained and nothing lost it ranks above every number", () => {
    const above = ["no_losing_trades", "zero_drawdown", "no_losing_bars", "no_decay", "steady_gain"];
    expect(UNDEFINED_REASONS.filter(isLossless)).toEqual(above);
  });

  it.each(PROFILES)("a market that only rises is lossless in each ratio over losses (%s)", (profile) => {
    const prices = [100, 100, 101, 103, 104, 108, 110];
    const settings = settingsOf({ execution: PROFILE_EXECUTION[profile] });
    const signals = { entries: flags(7, [1]), exits: flags(7, [5]) };
    const { reasons } = runBacktest({ strategy: scripted(signals), bars: [flatBars(prices)], settings, params: {} });
    expect(reasons).toEqual({
      sortino: "no_losing_bars",
      calmar: "zero_drawdown",
      profit_factor: "no_losing_trades",
    });
  });

  it.each(PROFILES)("one that never moves is not: nothing was gained (%s)", (profile) => {
    const settings = settingsOf({ execution: PROFILE_EXECUTION[profile] });
    const signals = { entries: flags(7, [1]), exits: flags(7, [4]) };
    const flat = flatBars([100, 100, 100, 100, 100, 100, 100]);
    const { reasons } = runBacktest({ strategy: scripted(signals), bars: [flat], settings, params: {} });
    expect(reasons).toMatchObject({
      sharpe: "zero_variance",
      sortino: "zero_variance",
      calmar: "nothing_gained",
      profit_factor: "nothing_gained",
    });
  });

  it("fees without a fall after the first bar are a loss, not a calmar above all: vectorbt's first peak comes after them", () => {
    const settings = settingsOf({ costs: { commissionBps: 100 }, execution: PROFILE_EXECUTION.vectorbt });
    const { metrics, reasons } = runBacktest({
      strategy: buyAndHold,
      bars: [flatBars([100, 100, 100])],
      settings,
      params: {},
    });
    expect(metrics.cagr).toBeLessThan(0);
    expect(reasons.calmar).toBe("nothing_gained");
  });

  it("equal gains are a Sharpe ratio above all, equal losses below", () => {
    const seriesOf = (growth: number) => ({
      time: Float64Array.from({ length: 40 }, (_, bar) => bar * 86_400_000),
      equity: Float64Array.from({ length: 40 }, (_, bar) => 100 * growth ** (bar + 1)),
      initialCapital: 100,
      barsPerYear: 252,
    });
    expect(seriesMetrics(seriesOf(1.1)).reasons).toMatchObject({ sharpe: "steady_gain", omega: "no_losing_bars" });
    expect(seriesMetrics(seriesOf(0.9)).reasons.sharpe).toBe("zero_variance");
    expect(seriesMetrics(seriesOf(1.0001), { riskFreeRate: 0.5 }).reasons.sharpe).toBe("zero_variance");
    expect(seriesMetrics(seriesOf(1)).reasons).toMatchObject({ omega: "nothing_gained", tail_ratio: "nothing_gained" });
  });
});
