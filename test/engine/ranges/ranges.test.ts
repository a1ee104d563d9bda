import { describe, expect, it } from "vitest";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { rangeColumnId } from "../../../src/engine/ranges/range-column-id.ts";
import type { MetricId } from "../../../src/engine/metrics/metric-catalogue.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { type BacktestSettings, NO_COSTS } from "../../../src/engine/settings.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { FIFTEEN_PAIRS, obviousMaCross } from "../../analytics/support/obvious-ma-cross.ts";
import { sp500 } from "../support/sample-bars.ts";

const bars = sp500();
const settings: BacktestSettings = {
  initialCapital: 1,
  barsPerYear: 252,
  seed: 1,
  costs: { ...NO_COSTS, commissionBps: 10 },
  execution: PROFILE_EXECUTION.vectorbt,
};
const cells = FIFTEEN_PAIRS.map(([fast, slow]) => ({ fast, slow, position_size: 1 }));
const list = Array.from({ length: 16 }, (_, window) => ({ from: window * 250, to: window * 250 + 1000 }));
const request = { strategy: smaCross, bars: [bars], settings, cells };
const columns = new Map(
  sweepCells({ ...request, ranges: { list, metrics: ["sharpe", "total_return"] } }).computed.map(({ id, values }) => [
    id,
    values,
  ]),
);

/** Upwards by leaps at which whoever is short owes more than there is. */
const leaping = { ...bars, ...ohlc(bars.close.map((price, bar) => (bar % 250 < 60 ? 5 * price : price))) };
const belowZero = { ...bars, ...ohlc(bars.close.map((price, bar) => (bar % 700 < 90 ? -price : price))) };

function ohlc(close: Float64Array) {
  return { open: close, high: close, low: close, close };
}

describe("backtests over parts of the bars", () => {
  it("choose the published winners of the 15 crossover cells in 16 windows", () => {
    const winners = list.map((_, window) => {
      const scores = columns.get(rangeColumnId(window, "sharpe")) ?? new Float64Array();
      return String(FIFTEEN_PAIRS[scores.indexOf(Math.max(...scores))]);
    });
    expect(winners.join(" ")).toBe(
      "10,200 50,200 50,200 20,50 50,200 50,200 50,200 5,100 5,100 50,100 50,100 20,200 50,200 10,100 100,200 100,200",
    );
  });

  it("trade what a plain loop over the same part trades", () => {
    for (const [cell, pair] of FIFTEEN_PAIRS.entries()) {
      for (const [window, range] of list.entries()) {
        const { equity } = obviousMaCross(bars.close, pair, range);
        const found = columns.get(rangeColumnId(window, "total_return"))?.[cell] ?? Number.NaN;
        expect(found).toBeCloseTo((equity.at(-1) ?? 0) - 1, 10);
      }
    }
  });

  it("are in full what they are in a sweep, bit for bit", () => {
    for (const [cell, params] of cells.entries()) {
      const range = list[cell] ?? { from: 0, to: 1000 };
      const { metrics, equity } = runBacktest({ ...request, params, range });
      expect(metrics.sharpe).toBe(columns.get(rangeColumnId(cell, "sharpe"))?.[cell]);
      expect(equity).toHaveLength(1000);
    }
  });

  it.each([
    ["long", bars],
    ["short", bars],
    ["short", leaping],
    ["long", belowZero],
  ] as const)("measure what is asked for alone as they measure it beside drawdowns: %s", (direction, prices) => {
    const asked = ["sharpe", "total_return", "turnover", "kurtosis"] as const;
    const execution = { ...settings.execution, direction };
    const sweep = (metrics: readonly MetricId[]) =>
      sweepCells({ ...request, bars: [prices], settings: { ...settings, execution }, ranges: { list, metrics } });
    const beside = new Map(sweep([...asked, "max_drawdown"]).computed.map((column) => [column.id, column]));
    for (const column of sweep(asked).computed) expect(column).toEqual(beside.get(column.id));
  });
});
