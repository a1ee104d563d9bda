import { describe, expect, it } from "vitest";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { ExecutionModel } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { defineBarStrategy } from "../../../src/engine/strategy.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { acting } from "../support/acting.ts";
import { flatBars, settingsOf } from "../support/sample-bars.ts";

const bars = [flatBars([100, 101, 102, 103, 104, 105])];

describe("a strategy that acts bar by bar", () => {
  it("is told of each close once, in order, with what it prepared for its cell", () => {
    const told: unknown[] = [];
    const counting = defineBarStrategy({
      name: "counting",
      params: { window: { kind: "int", default: 2 } },
      prepare: ({ bars: { close }, params: { window }, indicators }) => ({
        seen: 0,
        average: indicators.sma(close, window),
      }),
      onBar: ({ bar, params: { window }, prepared, broker }) => {
        prepared.seen++;
        told.push([window, bar, prepared.seen, prepared.average[bar], broker.equity]);
      },
    });
    sweepCells({ strategy: counting, bars, settings: settingsOf(), cells: [{}, { window: 3 }] });
    expect(told).toEqual([
      [2, 0, 1, Number.NaN, 10_000],
      [2, 1, 2, 100.5, 10_000],
      [2, 2, 3, 101.5, 10_000],
      [2, 3, 4, 102.5, 10_000],
      [2, 4, 5, 103.5, 10_000],
      [2, 5, 6, 104.5, 10_000],
      [3, 0, 1, Number.NaN, 10_000],
      [3, 1, 2, Number.NaN, 10_000],
      [3, 2, 3, 101, 10_000],
      [3, 3, 4, 102, 10_000],
      [3, 4, 5, 103, 10_000],
      [3, 5, 6, 104, 10_000],
    ]);
  });

  it("shows its account as it is at the close", () => {
    const seen: unknown[] = [];
    const strategy = acting((bar, broker) => {
      if (bar === 0) broker.buy({ units: 10 });
      if (bar === 3) broker.close();
      seen.push([broker.cash, broker.position, broker.equity, broker.orders.length, broker.trades[0]?.pnl]);
    });
    runBacktest({ strategy, bars, settings: settingsOf(), params: {} });
    expect(seen).toEqual([
      [10_000, 0, 10_000, 1, undefined],
      [8990, 10, 10_000, 0, 0],
      [8990, 10, 10_010, 0, 10],
      [8990, 10, 10_020, 1, 20],
      [10_030, 0, 10_030, 0, undefined],
      [10_030, 0, 10_030, 0, undefined],
    ]);
  });

  it("is told of the first bars too, but in the profile backtesting.py waits for its warm-up", () => {
    const firstTold = (execution: ExecutionModel, warmup: number): number => {
      const told: number[] = [];
      const strategy = defineBarStrategy({
        name: "waiting",
        params: {},
        warmup: () => warmup,
        onBar: ({ bar }) => told.push(bar),
      });
      runBacktest({ strategy, bars, settings: settingsOf({ execution }), params: {} });
      return told[0] ?? Number.NaN;
    };
    expect(firstTold(PROFILE_EXECUTION.native, 3)).toBe(0);
    expect(firstTold(PROFILE_EXECUTION.vectorbt, 3)).toBe(0);
    expect(firstTold(PROFILE_EXECUTION["backtesting.py"], 3)).toBe(3);
    expect(firstTold(PROFILE_EXECUTION["backtesting.py"], 0)).toBe(1);
  });

  it("that throws fails its cell alone, and says at which bar", () => {
    const moody = defineBarStrategy({
      name: "moody",
      params: { at: { kind: "int", default: 99 } },
      onBar: ({ bar, params, broker }) => {
        if (bar === params.at) throw new Error("not today");
        if (bar === 0) broker.buy();
      },
    });
    const request = { strategy: moody, bars, settings: settingsOf() };
    const { failures, metrics } = sweepCells({ ...request, cells: [{ at: 3 }, {}, { at: 0 }] });
    expect(failures).toEqual([
      { index: 0, code: "STRATEGY_FAILED", message: "not today (at bar 3, 2020-01-04)" },
      { index: 2, code: "STRATEGY_FAILED", message: "not today (at bar 0, 2020-01-01)" },
    ]);
    expect(metrics.total_return[1]).toBeCloseTo(105 / 101 - 1, 12);
  });

  it("gives a cell the same bits after another one that failed in the middle of a position", () => {
    const strategy = acting((bar, broker) => bar === 0 && broker.buy({ units: 3, stopLoss: 90 }));
    const failing = defineBarStrategy({
      name: "failing",
      params: { fails: { kind: "bool", default: false } },
      onBar: ({ bar, broker, params: { fails } }) => {
        if (bar === 0) broker.buy({ units: 3, stopLoss: 90 });
        if (bar === 2 && fails) throw new Error("in between");
      },
    });
    const request = { bars, settings: settingsOf() };
    const alone = sweepCells({ ...request, strategy, cells: [{}] }).metrics;
    const after = sweepCells({ ...request, strategy: failing, cells: [{ fails: true }, {}] }).metrics;
    expect([after.final_equity[1], after.sharpe[1]]).toEqual([alone.final_equity[0], alone.sharpe[0]]);
  });
});
