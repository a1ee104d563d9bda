import { describe, expect, it } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import type { Delisting } from "../../../src/engine/fills/delisting.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { buyAndHold } from "../../../src/engine/strategies/buy-and-hold.ts";
import { equalWeight } from "../../../src/engine/strategies/equal-weight.ts";
import type { TraderStrategy } from "../../../src/engine/strategy.ts";
import { settingsOf } from "../support/sample-bars.ts";

const DAYS = [1, 2, 3, 4, 5].map((day) => Date.UTC(2024, 0, day));

function flat(symbol: string, prices: readonly number[]): Bars {
  const price = Float64Array.from(prices);
  const time = Float64Array.from(DAYS.slice(0, prices.length));
  return { symbol, time, open: price, high: price, low: price, close: price, volume: price };
}

function end(brings: number, bars: number): Delisting {
  return { symbol: "OLD", time: DAYS[bars - 1] ?? 0, return: brings };
}

const costs = { slippageBps: 100, commissionFixed: 1 };

describe("a single symbol that is delisted", () => {
  const bars = [flat("OLD", [10, 10, 8])];

  it("becomes 1 + its return times the last close in cash, without costs", () => {
    const settings = settingsOf({ initialCapital: 100, delistings: [end(-0.25, 3)] });
    const { equity, trades, position } = runBacktest({ strategy: buyAndHold, bars, settings, params: {} });
    // 10 units at 10 on day 2; 8 × 0.75 = 6 for each after day 3.
    expect([...equity]).toEqual([100, 100, 60]);
    expect(position.at(-1)).toBe(0);
    expect(trades).toMatchObject([{ exitPrice: 6, exitFee: 0, units: 10, open: false, reason: "delisted", pnl: -40 }]);
  });

  it("pays no commission and no slippage for it", () => {
    const settings = settingsOf({ initialCapital: 101, costs, delistings: [end(-0.25, 3)] });
    const { trades } = runBacktest({ strategy: buyAndHold, bars, settings, params: {} });
    expect(trades[0]).toMatchObject({ exitPrice: 6, exitFee: 0 });
  });

  it("may leave nothing", () => {
    const settings = settingsOf({ initialCapital: 100, delistings: [end(-1, 3)] });
    const { equity, metrics } = runBacktest({ strategy: buyAndHold, bars, settings, params: {} });
    expect(equity.at(-1)).toBe(0);
    expect(metrics.total_return).toBe(-1);
    expect(Object.values(metrics).every((value) => value === null || Number.isFinite(value))).toBe(true);
  });

  it("keeps its last price when the window ends before its last bar, or nobody says what it brings", () => {
    const early = settingsOf({ initialCapital: 100, delistings: [end(-0.25, 4)] });
    for (const settings of [early, settingsOf({ initialCapital: 100 })]) {
      const { equity, trades } = runBacktest({ strategy: buyAndHold, bars, settings, params: {} });
      expect([...equity]).toEqual([100, 100, 80]);
      expect(trades).toMatchObject([{ open: true }]);
    }
  });

  it("is the same to a strategy that acts bar by bar", () => {
    const strategy: TraderStrategy = {
      name: "once",
      kind: "bars",
      params: {},
      trader: (_, broker) => (bar) => {
        if (bar === 0) broker.buy();
      },
    };
    const settings = settingsOf({ initialCapital: 100, delistings: [end(-0.25, 3)] });
    expect([...runBacktest({ strategy, bars, settings, params: {} }).equity]).toEqual([100, 100, 60]);
  });

  it("is left out by the profiles of libraries, which the result says", () => {
    const settings = settingsOf({
      initialCapital: 100,
      delistings: [end(-0.25, 3)],
      execution: { profile: "vectorbt" },
    });
    const { stamps, trades } = runBacktest({ strategy: buyAndHold, bars, settings, params: {} });
    expect(stamps).toContain("delisting left out");
    expect(trades[0]?.reason).not.toBe("delisted");
  });
});

describe("a symbol of several that is delisted", () => {
  const equal = { strategy: equalWeight, params: {} };

  it("becomes cash in the first bar after its last one, once", () => {
    const bars = [flat("NEW", [10, 10, 10, 10, 10]), flat("OLD", [10, 10, 8])];
    const settings = settingsOf({ initialCapital: 100, costs: { slippageBps: 0 }, delistings: [end(-0.5, 3)] });
    const { equity, trades } = runBacktest({ ...equal, bars, settings });
    // 5 units of each at 10 on day 2. On day 3 OLD is at 8; rebalanced or not, its value then is halved on day 4.
    const held = trades.filter(({ symbol, reason }) => symbol === "OLD" && reason === "delisted");
    expect(held).toMatchObject([{ exitBar: 3, exitPrice: 4, exitFee: 0 }]);
    const units = held[0]?.units ?? 0;
    expect(equity[3]).toBeCloseTo((equity[2] ?? 0) - units * 4, 10);
    expect(equity[4]).toBeCloseTo(equity[3] ?? 0, 10);
  });

  it("becomes cash at its last close when no other symbol goes on", () => {
    const bars = [flat("NEW", [10, 10, 10]), flat("OLD", [10, 10, 10])];
    const settings = settingsOf({ initialCapital: 100, delistings: [end(-0.5, 3)] });
    const { equity, trades } = runBacktest({ ...equal, bars, settings });
    expect([...equity]).toEqual([100, 100, 75]);
    expect(trades.find(({ symbol }) => symbol === "OLD")).toMatchObject({
      exitBar: 2,
      exitPrice: 5,
      reason: "delisted",
    });
  });

  it("that nobody holds changes nothing", () => {
    const bars = [flat("NEW", [10, 11, 12]), flat("OLD", [10])];
    const settings = settingsOf({ initialCapital: 100, delistings: [end(-1, 1)] });
    const { trades } = runBacktest({ ...equal, bars, settings });
    expect(trades.some(({ symbol }) => symbol === "OLD")).toBe(false);
  });
});
