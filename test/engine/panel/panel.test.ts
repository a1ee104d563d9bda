import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transformBars } from "../../../src/engine/transform-bars.ts";
import { alignBars } from "../../../src/engine/panel/panel.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { barsOf, settingsOf } from "../support/sample-bars.ts";
import { aiming, fixedTargets, named } from "../support/panels.ts";
import { slowPanel } from "../support/slow/slow-panel.ts";

function slope(growth: number): readonly number[] {
  return Array.from({ length: 12 }, (_, day) => 100 * growth ** day);
}

function capitalAnd(gains: readonly number[]): number {
  return gains.reduce((sum, gain) => sum + gain, 10_000);
}

describe("aligned bars", () => {
  it("lie on the union of the times, NaN where a symbol has no bar", () => {
    const panel = alignBars([named("A", [1, 2, 3]), named("B", [7, 8], 1), named("C", [5], 4)]);
    expect(panel.time).toHaveLength(4);
    expect([...(panel.bars[1]?.open ?? [])]).toEqual([Number.NaN, 7, 8, Number.NaN]);
    expect([...(panel.closes[1] ?? [])]).toEqual([Number.NaN, 7, 8, 8]);
    expect([...(panel.closes[2] ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN, 5]);
    const paying = { ...named("B", [7, 8], 1), dividend: Float64Array.of(0, 2) };
    const [, aligned] = alignBars([named("A", [1, 2, 3]), paying]).bars;
    expect([...(aligned?.dividend ?? [])]).toEqual([Number.NaN, 0, 2]);
  });
});

describe("target weights", () => {
  it("are set at the next open, and drift with the prices until the next time", () => {
    const result = runBacktest({
      strategy: aiming(fixedTargets(5, [0, 2], [0.5, 0.5])),
      bars: [named("A", [10, 10, 20, 20, 20]), named("B", [10, 10, 10, 10, 10])],
      settings: settingsOf(),
      params: {},
    });
    expect([...result.equity]).toEqual([10_000, 10_000, 15_000, 15_000, 15_000]);
    const [sold] = result.trades;
    expect(sold).toMatchObject({
      symbol: "A",
      open: false,
      exitBar: 3,
      units: 125,
      entryPrice: 10,
      exitPrice: 20,
      pnl: 1250,
    });
    expect(result.trades.filter((trade) => trade.open)).toMatchObject([
      { symbol: "A", units: 375, pnl: 3750 },
      { symbol: "B", units: 750 },
    ]);
    expect(result.position[4]).toBeCloseTo(1, 12);
  });

  it("never spend more than there is: costs cut every purchase by the same share", () => {
    const result = runBacktest({
      strategy: aiming(fixedTargets(3, [0], [0.6, 0.4])),
      bars: [named("A", [10, 10, 10]), named("B", [5, 5, 5])],
      settings: settingsOf({ costs: { commissionBps: 100 } }),
      params: {},
    });
    const units = result.trades.map((trade) => trade.units);
    expect(units[0]).toBeCloseTo(600 / 1.01, 9);
    expect(units[1]).toBeCloseTo(800 / 1.01, 9);
    expect(result.equity[2]).toBeCloseTo(10_000 / 1.01, 9);
  });

  it("wait for the next bar of a symbol that has none", () => {
    const result = runBacktest({
      strategy: aiming(fixedTargets(4, [0, 2], [0.5, 0.5])),
      bars: [named("A", [10, 10, 10, 10]), named("B", [10, 10], 2)],
      settings: settingsOf(),
      params: {},
    });
    expect(result.trades.map((trade) => [trade.symbol, trade.entryBar])).toEqual([
      ["A", 1],
      ["B", 2],
    ]);
    expect(result.rejections).toEqual([]);
  });

  it("tell excursions of trades from the bars that the symbol has", () => {
    const whole = named("B", [10, 10, 12, 9, 11]);
    const withHoles = transformBars(whole, (column) => column.filter((_, bar) => bar !== 2));
    const { trades } = runBacktest({
      strategy: aiming(fixedTargets(5, [0], [0.5, 0.5])),
      bars: [named("A", [10, 10, 12, 9, 11]), withHoles],
      settings: settingsOf(),
      params: {},
    });
    expect(trades.map(({ symbol, mfe }) => [symbol, mfe])).toEqual([
      ["A", expect.closeTo(0.2, 12)],
      ["B", expect.closeTo(0.1, 12)],
    ]);
    expect(trades.map(({ mae }) => mae)).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.1, 12)]);
  });

  it("stop each position for itself, and keep it out while it cools down", () => {
    const result = runBacktest({
      strategy: aiming(fixedTargets(6, [0, 1, 2, 3, 4], [0.5, 0.5])),
      bars: [
        barsOf([
          [100, 100, 100, 100],
          [100, 101, 99, 100],
          [100, 101, 85, 90],
          [90, 91, 89, 90],
          [90, 91, 89, 90],
          [90, 91, 89, 90],
        ]),
        named("B", [10, 10, 10, 10, 10, 10]),
      ],
      settings: settingsOf(),
      params: { stop_loss_pct: 10, cooldown_period: 2 },
    });
    const stopped = result.trades.find((trade) => trade.reason === "stop_loss");
    expect(stopped).toMatchObject({ symbol: "TEST", entryBar: 1, exitBar: 2, exitPrice: 90 });
    expect(result.rejections.filter(({ reason }) => reason === "cooldown").map(({ bar }) => bar)).toEqual([3, 4]);
    expect(result.trades.findLast((trade) => trade.symbol === "TEST")).toMatchObject({ open: true, entryBar: 5 });
  });

  it("measure stops from the average entry price, which a purchase moves", () => {
    const targets = {
      rebalance: Uint8Array.of(1, 1, 0, 0),
      weights: [Float64Array.of(0.25, 0.5, 0, 0), Float64Array.of(0, 0, 0, 0)],
    };
    const { trades } = runBacktest({
      strategy: aiming(targets),
      bars: [
        barsOf([
          [100, 100, 100, 100],
          [100, 100, 100, 100],
          [120, 120, 120, 120],
          [120, 120, 95, 95],
        ]),
        named("B", [1, 1, 1, 1]),
      ],
      settings: settingsOf(),
      params: { stop_loss_pct: 10 },
    });
    const [trade] = trades;
    expect(trade?.entryPrice).toBeGreaterThan(108);
    expect(trade).toMatchObject({ reason: "stop_loss", exitBar: 3 });
    expect(trade?.exitPrice).toBeCloseTo((trade?.entryPrice ?? 0) * 0.9, 9);
  });

  it("end a ruined account at the close that ruined it", () => {
    const result = runBacktest({
      strategy: aiming(fixedTargets(4, [0], [-1, 0])),
      bars: [named("A", [10, 10, 25, 5]), named("B", [1, 1, 1, 1])],
      settings: settingsOf(),
      params: {},
    });
    expect([...result.equity]).toEqual([10_000, 10_000, -5000, -5000]);
    expect(result.trades).toMatchObject([{ side: "short", reason: "bankrupt", exitBar: 2 }]);
  });

  it("agree with the slow panel on random prices, weights and costs", () => {
    const price = fc.integer({ min: 50, max: 150 });
    const scenario = fc.integer({ min: 2, max: 12 }).chain((count) => {
      const column = fc.array(price, { minLength: count, maxLength: count });
      const weights = fc.array(fc.integer({ min: -10, max: 20 }), { minLength: count, maxLength: count });
      const dividends = fc.array(fc.constantFrom(0, 0, 0.7, 20), { minLength: count, maxLength: count });
      return fc.tuple(
        fc.array(fc.tuple(column, column, weights, fc.option(dividends)), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: count, maxLength: count }),
        fc.record({
          commissionBps: fc.constantFrom(0, 20),
          slippageBps: fc.constantFrom(0, 50),
          borrowBps: fc.constantFrom(0, 40_000),
        }),
      );
    });
    fc.assert(
      fc.property(scenario, ([assets, due, costs]) => {
        const bars = assets.map(([opens, closes, , dividends], asset) => ({
          ...barsOf(opens.map((open, bar) => [open, 200, 1, closes[bar] ?? 0] as const)),
          symbol: `S${asset}`,
          ...(dividends !== null && { dividend: Float64Array.from(dividends) }),
        }));
        const targets = {
          rebalance: Uint8Array.from(due),
          weights: assets.map(([, , weights]) => Float64Array.from(weights, (weight) => weight / 10 / assets.length)),
        };
        const settings = settingsOf({ costs });
        const fast = runBacktest({ strategy: aiming(targets), bars, settings, params: {} });
        for (const [bar, equity] of slowPanel(bars, targets, settings).entries()) {
          expect(Math.abs((fast.equity[bar] ?? Number.NaN) - equity)).toBeLessThanOrEqual(1e-7);
        }
        expect(capitalAnd(fast.trades.map(({ pnl }) => pnl))).toBeCloseTo(fast.equity.at(-1) ?? Number.NaN, 6);
        expect(capitalAnd(fast.trades.map(({ grossPnl }) => grossPnl))).toBeCloseTo(
          fast.grossEquity.at(-1) ?? Number.NaN,
          6,
        );
        expect(capitalAnd(fast.trades.map(({ dividends, borrowCost }) => dividends - borrowCost))).toBeCloseTo(
          capitalAnd(fast.cashFlows.map(({ amount }) => amount)),
          6,
        );
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it("give a sweep the metrics of the full run, bit for bit, and refuse broken targets", () => {
    const bars = [
      named("A", [10, 11, 12, 9, 14, 15]),
      named("B", [10, 9, 11, 12, 8, 9]),
      named("C", [5, 6, 7, 7, 8, 8]),
    ];
    const strategy = builtinStrategy("momentum_rotation");
    const cells = [1, 2, 3].map((top) => ({ lookback: 1, top, rebalance_period: 2 }));
    const settings = settingsOf({ costs: { commissionBps: 10 } });
    const { metrics } = sweepCells({ strategy, bars, settings, cells });
    for (const [index, params] of cells.entries()) {
      const alone = runBacktest({ strategy, bars, settings, params });
      expect(metrics.sharpe[index]).toBe(alone.metrics.sharpe);
      expect(metrics.turnover[index]).toBe(alone.metrics.turnover);
      expect(alone.metrics.final_equity).toBe(alone.equity.at(-1));
    }
    const broken = aiming(fixedTargets(6, [0], [Number.NaN, 0, 0]));
    expect(sweepCells({ strategy: broken, bars, settings, cells: [{}] }).failures).toMatchObject([
      { code: "STRATEGY_FAILED", message: "A weight at bar 0 is NaN; it must be a finite number" },
    ]);
  });
});

describe("the panel strategies", () => {
  it("momentum_rotation holds what rose most, and cash instead of what fell", () => {
    const bars = [named("A", [10, 20, 20, 20]), named("B", [10, 15, 15, 15]), named("C", [10, 9, 9, 9])];
    const { trades } = runBacktest({
      strategy: builtinStrategy("momentum_rotation"),
      bars,
      settings: settingsOf(),
      params: { lookback: 1, top: 3, rebalance_period: 10 },
    });
    expect(trades.map((trade) => [trade.symbol, trade.units])).toEqual([
      ["A", expect.closeTo(10_000 / 3 / 20, 9)],
      ["B", expect.closeTo(10_000 / 3 / 15, 9)],
    ]);
  });

  it("long_short_equity is long the best and short the worst, with as much money on either side", () => {
    const bars = [named("A", slope(1.02)), named("B", slope(1.01)), named("C", slope(1)), named("D", slope(0.98))];
    const { trades } = runBacktest({
      strategy: builtinStrategy("long_short_equity"),
      bars,
      settings: settingsOf(),
      params: { lookback: 5, skip: 1, quantile: 0.25, rebalance_period: 50 },
    });
    expect(trades.map((trade) => [trade.symbol, trade.side])).toEqual([
      ["A", "long"],
      ["D", "short"],
    ]);
    expect((trades[0]?.units ?? 0) * (trades[0]?.entryPrice ?? 0)).toBeCloseTo(5000, 6);
    expect((trades[1]?.units ?? 0) * (trades[1]?.entryPrice ?? 0)).toBeCloseTo(5000, 6);
  });

  it("pairs_zscore does not trade the rounding errors of a spread that never moves", () => {
    const prices = Array.from({ length: 60 }, (_, day) => 100 + 9 * Math.sin(day));
    const { metrics } = runBacktest({
      strategy: builtinStrategy("pairs_zscore"),
      bars: [
        named("A", prices),
        named(
          "B",
          prices.map((price) => price * 1.3),
        ),
      ],
      settings: settingsOf(),
      params: { window: 5, entry: 1.5, exit: 0.5 },
    });
    expect(metrics.total_trades).toBe(0);
  });

  it("pairs_zscore sells the spread when it is wide and leaves when it is back", () => {
    const wave = Array.from({ length: 30 }, (_, day) => 100 + (day % 2));
    const wide = wave.map((price, day) => (day >= 20 && day < 23 ? price * 1.1 : price));
    const { trades } = runBacktest({
      strategy: builtinStrategy("pairs_zscore"),
      bars: [named("A", wide), named("B", wave)],
      settings: settingsOf(),
      params: { window: 10, entry: 2, exit: 0.5 },
    });
    expect(trades[0]).toMatchObject({ symbol: "A", side: "short", entryBar: 21 });
    expect(trades[1]).toMatchObject({ symbol: "B", side: "long", entryBar: 21 });
    expect(() =>
      runBacktest({
        strategy: builtinStrategy("pairs_zscore"),
        bars: [named("A", wave)],
        settings: settingsOf(),
        params: {},
      }),
    ).toThrow("exactly 2 symbols");
  });
});
