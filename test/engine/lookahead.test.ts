import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bars } from "../../src/engine/bars.ts";
import type { Broker } from "../../src/engine/broker/broker.ts";
import { checkLookahead } from "../../src/engine/lookahead/check-lookahead.ts";
import { cutBars } from "../../src/engine/lookahead/cut-bars.ts";
import { settlingBars } from "../../src/engine/lookahead/settling-bars.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { BUILTIN_STRATEGIES } from "../../src/engine/strategies/builtin-strategies.ts";
import { smaCross } from "../../src/engine/strategies/sma-cross.ts";
import { defineBarStrategy, defineStrategy, type Strategy } from "../../src/engine/strategy.ts";
import { settingsOf, sp500 } from "./support/sample-bars.ts";

const bars = sp500();

/** Enough symbols for every strategy: for panels, the index and mirrors of it that begin later. */
function barsFor(strategy: Strategy): readonly Bars[] {
  if (strategy.kind !== "panel") return [bars];
  const shifted = (symbol: string, by: number): Bars => ({
    ...cutBars(bars, bars.time[by] ?? 0, Number.POSITIVE_INFINITY),
    symbol,
    close: bars.close
      .slice(0, bars.close.length - by)
      .map((price, bar) => price * (1 + 0.1 * Math.sin(bar / (by + 9)))),
  });
  return [bars, shifted("B", 40), ...(strategy.name === "pairs_zscore" ? [] : [shifted("C", 300), shifted("D", 7)])];
}

describe("no look-ahead", () => {
  for (const strategy of BUILTIN_STRATEGIES) {
    const symbols = barsFor(strategy);

    it(`${strategy.name} says the same of a bar, bit for bit, whatever comes after it`, () => {
      const cuts = fc.sample(fc.integer({ min: 1, max: bars.close.length - 1 }), { numRuns: 12, seed: 5 });
      expect(checkLookahead({ strategy, bars: symbols, params: {}, settings: settingsOf() }, cuts)).toBeNull();
    });

    it(`${strategy.name} has the same equity up to a bar, bit for bit, whatever comes after it`, () => {
      const direction = strategy.kind === "panel" ? "long" : "both";
      const settings = settingsOf({ costs: { commissionBps: 10 }, execution: { direction } });
      const whole = runBacktest({ strategy, bars: symbols, settings, params: {} });
      expect(whole.trades.length).toBeGreaterThan(0);
      for (const cut of [1, 700, 2501]) {
        const end = bars.time[cut] ?? 0;
        const known = symbols.map((own) => cutBars(own, Number.NEGATIVE_INFINITY, end));
        expect(runBacktest({ strategy, bars: known, settings, params: {} }).equity).toEqual(whole.equity.slice(0, cut));
      }
    });
  }

  it("finds an indicator that uses its own future, and names it and the bar", () => {
    const centred = defineStrategy({
      name: "centred",
      params: {},
      signals: ({ bars: { close }, indicators }) => {
        const future = indicators.own("centred mean", () =>
          close.map((_, bar) => ((close[bar - 1] ?? 0) + (close[bar + 1] ?? 0)) / 2),
        );
        const entries = Uint8Array.from(close, (price, bar) => (price < (future[bar] ?? 0) ? 1 : 0));
        return { entries, exits: new Uint8Array(close.length) };
      },
    });
    expect(
      checkLookahead({ strategy: centred, bars: [bars], params: {}, settings: settingsOf() }, [100]),
    ).toMatchObject({
      column: "centred mean",
      bar: 99,
      knownBars: 100,
    });
  });

  it("finds a signal that knows tomorrow's dividend", () => {
    const dividend = bars.close.map((_, bar) => (bar % 60 === 59 ? 1 : 0));
    const early = defineStrategy({
      name: "early",
      params: {},
      signals: ({ bars: { close, dividend: paid } }) => ({
        entries: Uint8Array.from(close, (_, bar) => ((paid?.[bar + 1] ?? 0) > 0 ? 1 : 0)),
        exits: new Uint8Array(close.length),
      }),
    });
    const checked = { strategy: early, bars: [{ ...bars, dividend }], params: {}, settings: settingsOf() };
    expect(checkLookahead(checked, [60])).toBeNull();
    expect(checkLookahead(checked, [59])).toMatchObject({ column: "entries", bar: 58, valueThen: 0, valueLater: 1 });
  });

  it("finds a signal that looks at the best price of all time", () => {
    const clairvoyant = defineStrategy({
      name: "clairvoyant",
      params: {},
      signals: ({ bars: { close } }) => {
        const lowest = Math.min(...close);
        return {
          entries: Uint8Array.from(close, (price) => (price === lowest ? 1 : 0)),
          exits: new Uint8Array(close.length),
        };
      },
    });
    const leak = checkLookahead({ strategy: clairvoyant, bars: [bars], params: {}, settings: settingsOf() }, [50]);
    expect(leak).toMatchObject({ column: "entries", valueThen: 1, valueLater: 0 });
  });
});

describe("no look-ahead bar by bar", () => {
  /** Buys below the lowest low of ten bars, and moves its stop up and down. */
  const honest = defineBarStrategy({
    name: "honest",
    params: {},
    prepare: ({ bars: { low }, indicators }) => ({ floor: indicators.lowest(low, 10) }),
    onBar: ({ bar, bars: { close }, broker, prepared: { floor } }) => {
      const [trade] = broker.trades;
      const price = close[bar] ?? 0;
      for (const order of broker.orders) broker.cancel(order);
      if (bar < 10) return;
      if (trade === undefined) broker.buy({ limit: floor[bar] ?? 0, cash: broker.equity / 2, trailingStop: 0.05 });
      else trade.moveStops({ stopLoss: price * 0.9 });
      if (price > (close[bar - 5] ?? 0) * 1.06) broker.close();
    },
  });
  const checked = (strategy: Strategy): Parameters<typeof checkLookahead>[0] => ({
    strategy,
    bars: [bars],
    params: {},
    settings: settingsOf(),
  });

  it("passes a strategy that knows the past alone, whose orders then settle", () => {
    const { orders } = runBacktest({ strategy: honest, bars: [bars], settings: settingsOf(), params: {} });
    expect(orders.length).toBeGreaterThan(100);
    const cuts = fc.sample(fc.integer({ min: 1, max: bars.close.length - 1 }), { numRuns: 12, seed: 5 });
    expect(checkLookahead(checked(honest), cuts)).toBeNull();
    expect(settlingBars(checked(honest), 1000)).toBeLessThan(1000);
  });

  it("finds each part of an order, and each act, that knows the next bar", () => {
    const next = bars.close[41] ?? 0;
    const leaks: Readonly<Record<string, (broker: Broker, seen: number) => void>> = {
      orders: (broker, seen) => seen === next && broker.buy(),
      side: (broker, seen) => (seen === next ? broker.sell() : broker.buy()),
      limit: (broker, seen) => broker.buy({ limit: seen }),
      "limit of order 2": (broker, seen) => [broker.buy({ limit: 1 }), broker.buy({ limit: seen })],
      onClose: (broker, seen) => broker.buy({ onClose: seen === next }),
      closes: (broker, seen) => seen === next && broker.close(),
      "closed fraction": (broker, seen) => broker.trades[0]?.close(1 / seen),
      cancels: (broker, seen) => seen === next && broker.orders.forEach((order) => broker.cancel(order)),
      "moved stopLoss": (broker, seen) => broker.trades[0]?.moveStops({ stopLoss: seen }),
      "moved takeProfit": (broker, seen) => broker.trades[0]?.moveStops({ takeProfit: seen === next ? null : seen }),
    };
    for (const [column, act] of Object.entries(leaks)) {
      const leaking = defineBarStrategy({
        name: "leaking",
        params: {},
        onBar: ({ bar, broker, bars: { close } }) => {
          if (bar === 30) broker.buy({ units: 1 });
          if (bar === 35) broker.buy({ limit: 1 });
          if (bar === 40) act(broker, close[bar + 1] ?? 2);
        },
      });
      expect(checkLookahead(checked(leaking), [42]), column).toBeNull();
      expect(checkLookahead(checked(leaking), [41]), column).toMatchObject({ column, bar: 40, knownBars: 41 });
    }
  });
});

describe("warm-up", () => {
  it("of a moving average is its window: then signals no longer depend on the past", () => {
    expect(
      settlingBars({ strategy: smaCross, bars: [bars], params: { fast: 10, slow: 50 }, settings: settingsOf() }, 1000),
    ).toBeLessThanOrEqual(51);
    for (const strategy of BUILTIN_STRATEGIES.filter((own) => own.name !== "buy_and_hold" && own.kind !== "panel")) {
      expect(
        settlingBars({ strategy, bars: [bars], params: {}, settings: settingsOf() }, 1000),
        strategy.name,
      ).toBeLessThan(400);
    }
  });

  it("that never ends shows as the whole length", () => {
    const counting = defineStrategy({
      name: "counting",
      params: {},
      signals: ({ bars: { close } }) => ({
        entries: Uint8Array.from(close, (_, bar) => (bar % 7 === 0 ? 1 : 0)),
        exits: new Uint8Array(close.length),
      }),
    });
    expect(
      settlingBars({ strategy: counting, bars: [bars], params: {}, settings: settingsOf() }, 1000),
    ).toBeGreaterThan(4000);
  });
});
