import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { BacktestResult } from "../../../src/engine/backtest.ts";
import { seriesMetrics } from "../../../src/engine/metrics/series/series-metrics.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { buyAndHold } from "../../../src/engine/strategies/buy-and-hold.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { settingsOf, sp500 } from "../support/sample-bars.ts";

const bars = [sp500()];
const settings = settingsOf({
  initialCapital: 10_000,
  barsPerYear: 365,
  costs: { commissionBps: 10 },
  execution: PROFILE_EXECUTION.vectorbt,
});

function cross(fast: number, slow: number): BacktestResult {
  return runBacktest({ strategy: smaCross, bars, settings, params: { fast, slow, position_size: 1 } });
}

/** Equal to all digits that the library printed. */
function expectPrinted(actual: number | null | undefined, printed: number, digits: number): void {
  expect(actual?.toFixed(digits)).toBe(printed.toFixed(digits));
}

describe("the vectorbt profile on the S&P 500", () => {
  it("gives vectorbt's numbers for the averages 10 and 50", () => {
    const { metrics, trades, time, equity } = cross(10, 50);
    expectPrinted(metrics.final_equity, 12003.240228, 6);
    expect(metrics.total_trades).toBe(69);
    expectPrinted(metrics.total_fees, 1306.164465, 6);
    expectPrinted((metrics.max_drawdown ?? 0) * 100, 31.863589, 6);
    expectPrinted((metrics.win_rate ?? 0) * 100, 37.681159, 6);
    expectPrinted(metrics.profit_factor, 1.187605, 6);
    expectPrinted(metrics.expectancy, 29.032467, 6);
    expectPrinted(metrics.sharpe, 0.165746, 6);
    expectPrinted(metrics.calmar, 0.04124, 5);
    expectPrinted(metrics.sortino, 0.223329, 6);
    const report = seriesMetrics({ time, equity, initialCapital: 10_000, barsPerYear: 365 }).metrics;
    expectPrinted(report.omega, 1.0316, 4);
    expect(metrics.max_drawdown_bars).toBe(2737);
    const returns = trades.map((trade) => trade.returnPct * 100);
    expectPrinted(Math.max(...returns), 13.318863, 6);
    expectPrinted(Math.min(...returns), -13.365972, 6);
    const [first] = trades;
    expectPrinted(first?.units, 6.687336, 6);
    expect(new Date(first?.entryTime ?? 0).toISOString()).toBe("2000-03-21T00:00:00.000Z");
    expectPrinted(first?.entryPrice, 1493.869995, 6);
    expectPrinted(first?.entryFee, 9.99001, 6);
    expect(new Date(first?.exitTime ?? 0).toISOString()).toBe("2000-04-27T00:00:00.000Z");
    expectPrinted(first?.exitPrice, 1464.920044, 6);
    expectPrinted(first?.exitFee, 9.796412, 6);
    expectPrinted(first?.pnl, -213.38446, 6);
  });

  it("gives vectorbt's numbers for the averages 20 and 50", () => {
    const { metrics } = cross(20, 50);
    expectPrinted(metrics.final_equity, 13081.541206, 6);
    expect(metrics.total_trades).toBe(57);
    expectPrinted(metrics.total_fees, 1067.430195, 6);
    expectPrinted((metrics.max_drawdown ?? 0) * 100, 32.108111, 6);
    expectPrinted(metrics.profit_factor, 1.338967, 6);
    expectPrinted(metrics.expectancy, 54.062126, 6);
    expectPrinted(metrics.sharpe, 0.210568, 6);
    expectPrinted(metrics.sortino, 0.285789, 6);
  });

  it("counts the open trade of 5 and 20, and leaves it out of the win rate", () => {
    const { metrics, trades } = cross(5, 20);
    expectPrinted(metrics.final_equity, 7662.493703, 6);
    expect(metrics).toMatchObject({ total_trades: 154, open_trades: 1 });
    expectPrinted(metrics.total_fees, 2258.349452, 6);
    expectPrinted((metrics.max_drawdown ?? 0) * 100, 48.767762, 6);
    expectPrinted((metrics.win_rate ?? 0) * 100, 37.908497, 6);
    expectPrinted(metrics.sharpe, -0.075631, 6);
    const open = trades.at(-1);
    expect(open?.open).toBe(true);
    expectPrinted(open?.pnl, 1022.057227, 6);
    expect(new Date(open?.entryTime ?? 0).toISOString()).toBe("2020-04-03T00:00:00.000Z");
    expectPrinted(open?.entryPrice, 2488.649902, 6);
  });

  it("gives vectorbt's numbers for buy and hold", () => {
    const { metrics, reasons } = runBacktest({ strategy: buyAndHold, bars, settings, params: {} });
    expectPrinted(metrics.final_equity, 19733.706435, 6);
    expectPrinted(metrics.total_fees, 9.99001, 5);
    expectPrinted((metrics.max_drawdown ?? 0) * 100, 56.775388, 6);
    expectPrinted(metrics.sharpe, 0.322935, 6);
    expectPrinted(metrics.sortino, 0.452689, 6);
    expectPrinted(metrics.calmar, 0.087716, 6);
    expect(reasons.win_rate).toBe("no_closed_trades");
  });

  it("has vectorbt's fingerprint over the 4,950 pairs of averages from 2 to 101", () => {
    const cells = pairs(2, 101);
    const { metrics, failures } = sweepCells({ strategy: smaCross, bars, settings, cells });
    const lines = cells.map(({ fast, slow }, cell) => {
      const figures = [metrics.total_return, metrics.sharpe, metrics.max_drawdown.map((fall) => -fall)];
      return `${fast},${slow},${figures.map((column) => column[cell]?.toFixed(8)).join(",")},${metrics.total_trades[cell]}\n`;
    });
    expect(failures).toEqual([]);
    expect(cells).toHaveLength(4950);
    const best = metrics.total_return.indexOf(Math.max(...metrics.total_return));
    expect(cells[best]).toMatchObject({ fast: 11, slow: 75 });
    expect(metrics.total_return[best]).toBeCloseTo(1.8540085743483483, 12);
    expect(metrics.sharpe[best]).toBeCloseTo(0.6465464079541436, 12);
    const ranked = [...metrics.total_return.keys()].toSorted(
      (a, b) => (metrics.total_return[b] ?? 0) - (metrics.total_return[a] ?? 0),
    );
    const [, second = 0] = ranked;
    const worst = ranked.at(-1) ?? 0;
    expect(cells[second]).toMatchObject({ fast: 11, slow: 76 });
    expect(metrics.total_return[second]).toBeCloseTo(1.7522510554406245, 12);
    expect(cells[worst]).toMatchObject({ fast: 2, slow: 3 });
    expect(metrics.total_return[worst]).toBeCloseTo(-0.8983628363691367, 12);
    expect(metrics.total_trades[worst]).toBe(939);
    const held = runBacktest({ strategy: buyAndHold, bars, settings, params: {} }).metrics.total_return ?? 0;
    const profitable = metrics.total_return.filter((gain) => gain > 0).length;
    const better = metrics.total_return.filter((gain) => gain > held).length;
    expectPrinted((profitable / 4950) * 100, 90.848, 3);
    expectPrinted((better / 4950) * 100, 6.02, 2);
    expect(sum(metrics.total_return) / 4950).toBeCloseTo(0.4342189502211, 12);
    expect(sum(metrics.total_trades)).toBe(305_543);
    expect(sum(metrics.total_fees) / 6061877.9620165955).toBeCloseTo(1, 12);
    expect(createHash("sha256").update(lines.join("")).digest("hex")).toBe(
      "82c9f63418ab0247b3a42ed6becde06d5b034166eabd49c839442c2748a2607c",
    );
  });
});

function pairs(from: number, to: number) {
  const windows = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return windows.flatMap((fast) =>
    windows.filter((slow) => slow > fast).map((slow) => ({ fast, slow, position_size: 1 })),
  );
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
