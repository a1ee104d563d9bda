import { describe, expect, it } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { Targets } from "../../../src/engine/strategy.ts";
import { aiming } from "../support/panels.ts";
import { settingsOf } from "../support/sample-bars.ts";

/** Rows of day, open, close. */
function rows(symbol: string, quotes: readonly (readonly [day: string, open: number, close: number])[]): Bars {
  const open = Float64Array.from(quotes, ([, price]) => price);
  const close = Float64Array.from(quotes, ([, , price]) => price);
  return {
    symbol,
    time: Float64Array.from(quotes, ([day]) => Date.parse(day)),
    open,
    high: open.map((price, bar) => Math.max(price, close[bar] ?? 0)),
    low: open.map((price, bar) => Math.min(price, close[bar] ?? 0)),
    close,
    volume: new Float64Array(quotes.length),
  };
}

function flat(symbol: string, price: number, days: readonly string[]): Bars {
  return rows(
    symbol,
    days.map((day) => [day, price, price]),
  );
}

/** Weights by bar; no rebalance at the others. */
function aims(barCount: number, byBar: Readonly<Record<number, readonly number[]>>): Targets {
  const symbols = Object.values(byBar)[0]?.length ?? 0;
  return {
    rebalance: Uint8Array.from({ length: barCount }, (_, bar) => (byBar[bar] === undefined ? 0 : 1)),
    weights: Array.from({ length: symbols }, (_, asset) =>
      Float64Array.from({ length: barCount }, (__, bar) => byBar[bar]?.[asset] ?? 0),
    ),
  };
}

const DAYS = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"];

function fromDay(count: number): readonly string[] {
  return Array.from({ length: count }, (_, day) =>
    new Date(Date.parse("2024-01-01") + day * 86_400_000).toISOString().slice(0, 10),
  );
}

describe("FAULTS 4.1: an order waits for the next bar of its symbol", () => {
  const calm = flat("A", 10, DAYS);
  const falling = rows("B", [
    ["2024-01-02", 20, 20],
    ["2024-01-03", 20, 20],
    ["2024-01-04", 20, 20],
    ["2024-01-08", 20, 10],
    ["2024-01-09", 10, 5],
  ]);

  it("a sale is made at the next open, not dropped", () => {
    const strategy = aiming(aims(6, { 0: [0.5, 0.5], 2: [0.5, 0] }));
    const result = runBacktest({ strategy, bars: [calm, falling], settings: settingsOf(), params: {} });
    expect(result.metrics.total_return).toBeCloseTo(0, 12);
    expect(result.trades.find(({ symbol }) => symbol === "B")).toMatchObject({ exitBar: 4, exitPrice: 20 });
    expect(result.rejections).toEqual([]);
  });

  it("a purchase that lacks the money of a waiting sale is completed after it", () => {
    const strategy = aiming(aims(6, { 0: [0, 1], 2: [1, 0] }));
    const result = runBacktest({ strategy, bars: [calm, falling], settings: settingsOf(), params: {} });
    expect(result.trades.map(({ symbol, entryBar, open }) => [symbol, entryBar, open])).toEqual([
      ["B", 1, false],
      ["A", 4, true],
    ]);
    expect(result.equity.at(-1)).toBeCloseTo(10_000, 8);
    expect(result.rejections).toEqual([]);
  });

  it("at the close, too", () => {
    const settings = settingsOf({ execution: { ...settingsOf().execution, fill: "close", executionDelay: 0 } });
    const strategy = aiming(aims(6, { 0: [0.5, 0.5], 3: [0.5, 0] }));
    const result = runBacktest({ strategy, bars: [calm, falling], settings, params: {} });
    expect(result.trades.find(({ symbol }) => symbol === "B")).toMatchObject({ exitBar: 4, exitPrice: 10 });
  });

  it("the next rebalance takes the place of what waits", () => {
    const late = flat("B", 20, ["2024-01-02", "2024-01-09"]);
    const strategy = aiming(aims(6, { 0: [0.5, 0.5], 2: [0.5, 0] }));
    const result = runBacktest({ strategy, bars: [calm, late], settings: settingsOf(), params: {} });
    expect(result.orders.map(({ symbol }) => symbol)).toEqual(["A"]);
    expect(result.rejections).toEqual([]);
  });

  it("what waited longer than a holiday is a rejection", () => {
    const days = fromDay(20);
    const late = flat("B", 20, [days[0] ?? "", days[14] ?? ""]);
    const strategy = aiming(aims(20, { 0: [0.5, 0.5] }));
    const result = runBacktest({ strategy, bars: [flat("A", 10, days), late], settings: settingsOf(), params: {} });
    expect(result.orders.map(({ symbol }) => symbol)).toEqual(["A"]);
    expect(result.rejections).toEqual([{ symbol: "B", bar: 1, order: "entry", reason: "no_price" }]);
  });

  it("a symbol that ends leaves its sale as a rejection", () => {
    const ended = flat("B", 20, DAYS.slice(0, 3));
    const strategy = aiming(aims(6, { 0: [0.5, 0.5], 2: [0.5, 0] }));
    const result = runBacktest({ strategy, bars: [calm, ended], settings: settingsOf(), params: {} });
    expect(result.rejections).toEqual([{ symbol: "B", bar: 3, order: "exit", reason: "no_price" }]);
  });
});
