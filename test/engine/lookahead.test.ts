import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bars } from "../../src/engine/bars.ts";
import { checkLookahead } from "../../src/engine/lookahead/check-lookahead.ts";
import { cutBars } from "../../src/engine/lookahead/cut-bars.ts";
import { settlingBars } from "../../src/engine/lookahead/settling-bars.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { BUILTIN_STRATEGIES } from "../../src/engine/strategies/builtin-strategies.ts";
import { smaCross } from "../../src/engine/strategies/sma-cross.ts";
import { defineStrategy, type Strategy } from "../../src/engine/strategy.ts";
import { settingsOf, sp500 } from "./support/sample-bars.ts";

const bars = sp500();

/** Enough symbols for every strategy: for panels, the index and mirrors of it that begin later. */
function barsFor(strategy: Strategy): readonly Bars[] {
  if (strategy.targets === undefined) return [bars];
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
      expect(checkLookahead({ strategy, bars: symbols, params: {} }, cuts)).toBeNull();
    });

    it(`${strategy.name} has the same equity up to a bar, bit for bit, whatever comes after it`, () => {
      const direction = strategy.targets === undefined ? "both" : "long";
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
    expect(checkLookahead({ strategy: centred, bars: [bars], params: {} }, [100])).toMatchObject({
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
    const checked = { strategy: early, bars: [{ ...bars, dividend }], params: {} };
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
    const leak = checkLookahead({ strategy: clairvoyant, bars: [bars], params: {} }, [50]);
    expect(leak).toMatchObject({ column: "entries", valueThen: 1, valueLater: 0 });
  });
});

describe("warm-up", () => {
  it("of a moving average is its window: then signals no longer depend on the past", () => {
    expect(
      settlingBars({ strategy: smaCross, bars: [bars], params: { fast: 10, slow: 50 } }, 1000),
    ).toBeLessThanOrEqual(51);
    for (const strategy of BUILTIN_STRATEGIES.filter(
      (own) => own.name !== "buy_and_hold" && own.targets === undefined,
    )) {
      expect(settlingBars({ strategy, bars: [bars], params: {} }, 1000), strategy.name).toBeLessThan(400);
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
    expect(settlingBars({ strategy: counting, bars: [bars], params: {} }, 1000)).toBeGreaterThan(4000);
  });
});
