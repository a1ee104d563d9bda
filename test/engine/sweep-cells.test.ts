import { describe, expect, it } from "vitest";
import { blockSumsOf } from "../../src/analytics/overfitting/block-sums.ts";
import { SWEEP_METRIC_IDS } from "../../src/engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS } from "../../src/core/metrics/undefined-reason.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { BUILTIN_STRATEGIES, builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { smaCross } from "../../src/engine/strategies/sma-cross.ts";
import { PROFILE_EXECUTION } from "../../src/engine/profiles/registry.ts";
import { defineStrategy } from "../../src/engine/strategy.ts";
import { prepareSweep, sweepCells } from "../../src/engine/sweep-cells.ts";
import { flatBars, settingsOf, sp500 } from "./support/sample-bars.ts";

const bars = [sp500()];
const settings = settingsOf({ costs: { commissionBps: 10, slippageBps: 5 } });
const cells = [5, 10, 20].flatMap((fast) => [50, 100, 150].map((slow) => ({ fast, slow, position_size: 0.95 })));

function prepare(changes: Parameters<typeof settingsOf>[0]) {
  return () => prepareSweep({ strategy: smaCross, bars, settings: settingsOf(changes) });
}

describe("a sweep", () => {
  it("gives each cell the bits that it has alone", () => {
    const { metrics, reasons } = sweepCells({ strategy: smaCross, bars, settings, cells });
    for (const [index, params] of cells.entries()) {
      const alone = runBacktest({ strategy: smaCross, bars, settings, params });
      for (const id of SWEEP_METRIC_IDS) {
        expect(metrics[id][index], id).toBe(alone.metrics[id] ?? Number.NaN);
        expect(UNDEFINED_REASONS[(reasons[id][index] ?? 0) - 1], id).toBe(alone.reasons[id]);
      }
    }
  });

  it("gives the same bits whatever the ranges and their order", () => {
    const whole = sweepCells({ strategy: smaCross, bars, settings, cells });
    const sweep = prepareSweep({ strategy: smaCross, bars, settings });
    const tail = sweep.run(cells.slice(4));
    const head = sweep.run(cells.slice(0, 4));
    for (const id of SWEEP_METRIC_IDS)
      expect([...head.metrics[id], ...tail.metrics[id]]).toEqual([...whole.metrics[id]]);
  });

  it("adds up the returns by blocks: with the whole account, with a part of it, and over a panel", () => {
    const requests = [
      { strategy: smaCross, bars, settings, cells: [{ position_size: 1 }, { position_size: 0.5 }, { fast: 9000 }] },
      {
        strategy: smaCross,
        bars,
        settings: settingsOf({ execution: PROFILE_EXECUTION.vectorbt }),
        cells: [{ position_size: 1 }],
      },
      { strategy: builtinStrategy("momentum_rotation"), bars, settings, cells: [{ top: 1 }] },
    ];
    for (const request of requests) {
      const { blockSums, failures } = sweepCells({ ...request, blocks: 16 });
      expect(failures).toEqual([]);
      const curves = request.cells.map((params) => {
        const { equity } = runBacktest({ ...request, params });
        return equity.map((value, bar) => value / (equity[bar - 1] ?? settings.initialCapital) - 1);
      });
      const expected = blockSumsOf(curves, 16);
      for (const [index, sum] of expected.sum.entries()) {
        expect(blockSums?.sum[index]).toBeCloseTo(sum, 12);
        expect(blockSums?.sumOfSquares[index]).toBeCloseTo(expected.sumOfSquares[index] ?? Number.NaN, 12);
      }
    }
  });

  it("goes on when a cell fails, and says why", () => {
    const moody = defineStrategy({
      name: "moody",
      params: { mood: { kind: "choice", default: "good", choices: ["good", "throws", "short", "odd"] } },
      signals: ({ bars: { close }, params }) => {
        if (params.mood === "throws") throw new Error("not today");
        const entries = new Uint8Array(params.mood === "short" ? 1 : close.length);
        entries[0] = params.mood === "odd" ? 2 : 1;
        return { entries, exits: new Uint8Array(close.length) };
      },
    });
    const { metrics, reasons, failures } = sweepCells({
      strategy: moody,
      bars,
      settings,
      cells: [{ mood: "throws" }, { mood: "good" }, { mood: "short" }, { mood: "odd" }, { mood: "sad" }, { nerve: 1 }],
    });
    expect(failures).toEqual([
      { index: 0, code: "STRATEGY_FAILED", message: "not today" },
      { index: 2, code: "STRATEGY_FAILED", message: "`entries` has 1 elements; there are 5105 bars" },
      { index: 3, code: "STRATEGY_FAILED", message: "`entries` is 2 at bar 0; it must be 0 or 1" },
      {
        index: 4,
        code: "PARAM_INVALID",
        message: 'Parameter "mood" is sad; it must be one of good, throws, short, odd.',
      },
      { index: 5, code: "PARAM_INVALID", message: 'There is no parameter "nerve".' },
    ]);
    expect(metrics.total_return[1]).toBeGreaterThan(0.5);
    expect(metrics.total_return[0]).toBeNaN();
    expect(UNDEFINED_REASONS[(reasons.total_return[0] ?? 0) - 1]).toBe("not_computed");
  });

  it("refuses settings that contradict themselves, and several symbols", () => {
    expect(prepare({ execution: { executionDelay: 0 } })).toThrow("cannot be filled at the open of the same bar");
    expect(prepare({ costs: { fillProbability: 1.5 } })).toThrow("fill probability");
    expect(prepare({ costs: { commissionFixed: -1 } })).toThrow("negative");
    expect(prepare({ initialCapital: 0 })).toThrow("initial capital");
    expect(prepare({ execution: { profile: "vectorbt", intrabar: "ohlc" } })).toThrow(
      "other order of prices inside a bar",
    );
    expect(() => prepareSweep({ strategy: smaCross, bars: [...bars, ...bars], settings })).toThrow("trades one symbol");
  });
});

describe("a parameter that the profile would pass over", () => {
  it("fails its cell, and only where it is set", () => {
    const settings = settingsOf({ execution: PROFILE_EXECUTION.vectorbt });
    const params = { fast: 5, slow: 20 };
    const cells = [params, { ...params, order_cash: 500 }, { ...params, order_cash: 0 }];
    const { failures } = sweepCells({ strategy: smaCross, bars, settings, cells });
    expect(failures).toEqual([
      { index: 1, code: "PARAM_INVALID", message: 'The profile "vectorbt" knows no parameter "order_cash".' },
    ]);
  });
});

describe("the built-in strategies", () => {
  it("have unique names, and are found by them", () => {
    for (const strategy of BUILTIN_STRATEGIES) expect(builtinStrategy(strategy.name)).toBe(strategy);
    expect(() => builtinStrategy("sma_cros")).toThrow('no built-in strategy "sma_cros"');
  });

  it("say the same in events as in signals", () => {
    for (const strategy of BUILTIN_STRATEGIES) {
      if (strategy.kind !== "signals") continue;
      const { name, params } = strategy;
      const dense = defineStrategy({ name, params, signals: (input) => strategy.signals(input) });
      const both = settingsOf({ execution: { direction: "both" } });
      const request = { bars, settings: both, params: {} };
      expect(runBacktest({ ...request, strategy: dense }).trades).toEqual(runBacktest({ ...request, strategy }).trades);
    }
  });

  it("let trend_v1 be sma_cross under its old names and with its old costs", () => {
    const old = runBacktest({ strategy: builtinStrategy("trend_v1"), bars, settings: settingsOf(), params: {} });
    const today = runBacktest({
      strategy: smaCross,
      bars,
      settings: settingsOf({ costs: { slippageBps: 10, commissionBps: 10 } }),
      params: { fast: 20, slow: 50 },
    });
    expect(old.trades).toEqual(today.trades);
    expect(old.trades.length).toBeGreaterThan(40);
  });

  it("hold from the second open to the end, whatever comes", () => {
    const { trades } = runBacktest({
      strategy: builtinStrategy("buy_and_hold"),
      bars: [flatBars([1, 2, 3])],
      settings: settingsOf(),
      params: {},
    });
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({ entryBar: 1, entryPrice: 2, exitBar: 2, open: true, units: 5000 });
  });
});
