import { describe, expect, it } from "vitest";
import { historicalVar } from "../../src/engine/risk/historical-var.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import type { Strategy } from "../../src/engine/strategy.ts";
import { acting } from "./support/acting.ts";
import { scripted } from "./support/arbitrary.ts";
import { aiming, fixedTargets, named } from "./support/panels.ts";
import { flatBars, settingsOf } from "./support/sample-bars.ts";

describe("limits of risk", () => {
  /** Up and down, a little more every day. */
  const closes = Float64Array.from({ length: 100 }, (_, bar) => 100 * (bar % 2 === 0 ? 1 : 1 - 0.0002 * bar));

  it("measure the loss that one bar in twenty exceeds, on what was known", () => {
    const returns = Array.from({ length: 60 }, (_, k) => (closes[99 - k] ?? 0) / (closes[98 - k] ?? 0) - 1).sort(
      (a, b) => a - b,
    );
    const expected = -((returns[2] ?? 0) + 0.95 * ((returns[3] ?? 0) - (returns[2] ?? 0)));
    expect(historicalVar([closes], [1], 99)).toBeCloseTo(expected, 12);
    expect(historicalVar([closes], [0.5], 99)).toBeCloseTo(expected / 2, 12);
    expect(historicalVar([closes], [1], 19)).toBe(0);
    expect(historicalVar([closes, closes], [0.5, -0.5], 99)).toBe(0);
  });

  it("cut a single entry to the limit, and note it", () => {
    const entries = new Uint8Array(100);
    entries[80] = 1;
    const result = runBacktest({
      strategy: scripted({ entries, exits: new Uint8Array(100) }),
      bars: [flatBars([...closes])],
      settings: settingsOf(),
      params: { max_single_position_var: 0.005 },
    });
    const risk = historicalVar([closes], [1], 80);
    expect(historicalVar([closes], [1], 81)).not.toBeCloseTo(risk, 6);
    const [trade] = result.trades;
    expect((trade?.units ?? 0) * (trade?.entryPrice ?? 0)).toBeCloseTo((10_000 * 0.005) / risk, 6);
    expect(result.rejections).toEqual([{ symbol: "TEST", bar: 81, order: "entry", reason: "max_single_position_var" }]);
  });

  it("measure a short entry by the rises that it would lose on", () => {
    const jumps = Array.from({ length: 100 }, (_, bar) => 100 * (bar % 9 === 0 ? 1.02 : 1));
    const entries = new Uint8Array(100);
    entries[80] = 1;
    const told = scripted({ entries: new Uint8Array(100), exits: entries });
    const ordered = acting((bar, broker) => {
      if (bar === 80) broker.sell({ fraction: 1 });
    });
    const soldFor = (strategy: Strategy) => {
      const [trade] = runBacktest({
        strategy,
        bars: [flatBars(jumps)],
        settings: settingsOf({ execution: { direction: "short" } }),
        params: { max_single_position_var: 0.005 },
      }).trades;
      return (trade?.units ?? 0) * (trade?.entryPrice ?? 0);
    };
    const close = Float64Array.from(jumps);
    const risk = historicalVar([close], [-1], 80);
    expect(risk).toBeGreaterThan(historicalVar([close], [1], 80) * 1.01);
    expect(soldFor(told)).toBeCloseTo((10_000 * 0.005) / risk, 6);
    expect(soldFor(ordered)).toBeCloseTo((10_000 * 0.005) / risk, 6);
  });

  it("cut an entry to a target volatility, never beyond the position size", () => {
    const entries = new Uint8Array(100);
    entries[80] = 1;
    const strategy = scripted({ entries, exits: new Uint8Array(100) });
    const run = (volatility_target: number) =>
      runBacktest({ strategy, bars: [flatBars([...closes])], settings: settingsOf(), params: { volatility_target } });
    const returns = Array.from({ length: 60 }, (_, k) => (closes[80 - k] ?? 0) / (closes[79 - k] ?? 0) - 1);
    const mean = returns.reduce((total, r) => total + r, 0) / 60;
    const annual = Math.sqrt((returns.reduce((total, r) => total + (r - mean) ** 2, 0) / 59) * 252);
    const [trade] = run(annual / 4).trades;
    expect((trade?.units ?? 0) * (trade?.entryPrice ?? 0)).toBeCloseTo(2500, 6);
    expect(run(annual * 4).trades[0]?.units).toBeCloseTo(10_000 / (closes[81] ?? 0), 9);
  });

  it("cut a whole portfolio to the limit", () => {
    const result = runBacktest({
      strategy: aiming(fixedTargets(100, [80], [0.5, 0.5])),
      bars: [named("A", [...closes]), named("B", [...closes])],
      settings: settingsOf(),
      params: { max_portfolio_var: 0.01 },
    });
    const invested = result.trades.reduce((total, trade) => total + trade.units * trade.entryPrice, 0);
    expect(invested).toBeCloseTo((10_000 * 0.01) / historicalVar([closes], [1], 80), 6);
    expect(result.rejections).toEqual([{ symbol: null, bar: 81, order: "entry", reason: "max_portfolio_var" }]);
  });
});
