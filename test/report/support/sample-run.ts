import { readFileSync } from "node:fs";
import type { Params } from "../../../src/core/params/param-spec.ts";
import type { BacktestResult } from "../../../src/engine/backtest.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { type BacktestSettings, NO_COSTS } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import type { RankedCell, TearsheetInput } from "../../../src/report/tearsheet-input.ts";

const SAMPLE_SETTINGS: BacktestSettings = {
  initialCapital: 100_000,
  costs: { ...NO_COSTS, commissionBps: 10, slippageBps: 5 },
  execution: PROFILE_EXECUTION.native,
  barsPerYear: 252,
  seed: 7,
};

export function sp500Bars(count = Number.POSITIVE_INFINITY): Bars {
  const file = new URL("../../../datasets/sp500/SPX.csv", import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n").slice(1);
  const rows = lines.slice(0, count).map((line) => line.split(","));
  const column = (index: number) => Float64Array.from(rows, (row) => Number(row[index]));
  return {
    symbol: "SPX",
    time: Float64Array.from(rows, ([date = ""]) => Date.parse(`${date}T00:00:00Z`)),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(6),
  };
}

/** A random walk by a fixed linear congruential generator; every bar opens at the close before. */
export function walkBars(count: number, barMs = 86_400_000): Bars {
  let state = 12_345;
  let price = 100;
  const close = Float64Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    price *= 1 + (state / 2_147_483_648 - 0.4985) * 0.02;
    return price;
  });
  const open = close.map((value, bar) => close[bar - 1] ?? value);
  const high = close.map((value, bar) => Math.max(value, open[bar] ?? value));
  const low = close.map((value, bar) => Math.min(value, open[bar] ?? value));
  const time = Float64Array.from({ length: count }, (_, bar) => Date.UTC(2001, 0, 1) + bar * barMs);
  return { symbol: "WALK", time, open, high, low, close, volume: new Float64Array(count) };
}

export function crossResult(bars: Bars, params: Params, settings = SAMPLE_SETTINGS): BacktestResult {
  return runBacktest({ strategy: builtinStrategy("sma_cross"), bars: [bars], settings, params });
}

export function holdResult(bars: Bars, settings = SAMPLE_SETTINGS): BacktestResult {
  return runBacktest({ strategy: builtinStrategy("buy_and_hold"), bars: [bars], settings, params: {} });
}

/** Every pair of windows with fast < slow, best Sharpe first. */
export function rankedCells(bars: Bars, fasts: readonly number[], slows: readonly number[]): readonly RankedCell[] {
  return fasts
    .flatMap((fast) => slows.filter((slow) => fast < slow).map((slow) => ({ fast, slow })))
    .map((params, cell): RankedCell => {
      const { metrics, reasons } = crossResult(bars, params);
      return { cell, params, metrics, reasons };
    })
    .toSorted((a, b) => (b.metrics.sharpe ?? -1e9) - (a.metrics.sharpe ?? -1e9));
}

/** A whole run over `bars`; `overrides` replaces parts of it. */
export function sampleInput(bars: Bars, overrides: Partial<TearsheetInput> = {}): TearsheetInput {
  const ranked = overrides.ranked ?? rankedCells(bars, [5, 10, 15, 20, 25, 30], [20, 40, 60, 80, 100, 150, 200]);
  return {
    run: {
      id: "20200418_073000_a3f8b2c1",
      dag: "nightly_sp500_sma",
      description: "Moving-average crossovers on the S&P 500, every trading night",
      logicalDate: new Date("2020-04-17T00:00:00Z"),
      finishedAt: new Date("2020-04-18T07:30:12Z"),
    },
    identity: {
      yamlHash: "9f2c41d7".repeat(8),
      snapshot: "9409e934".repeat(8),
      codeHash: "5be07a13".repeat(8),
      engineVersion: 1,
      seed: 7,
    },
    backtest: {
      name: "backtest",
      strategy: "sma_cross",
      symbols: [bars.symbol],
      timeframe: "1d",
      objective: "sharpe",
      settings: SAMPLE_SETTINGS,
    },
    best: overrides.best === undefined ? crossResult(bars, ranked[0]?.params ?? {}) : overrides.best,
    benchmark: overrides.benchmark === undefined ? holdResult(bars) : overrides.benchmark,
    cells: { total: ranked.length, succeeded: ranked.length, cached: 0, failed: 0 },
    axes: ["fast", "slow"],
    ranked,
    ...overrides,
  };
}
