import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indicatorCache } from "../../../src/engine/indicators/indicator-cache.ts";
import { sp500 } from "../support/sample-bars.ts";

/** Written by `bench/peers/indicators_golden.py`. */
const golden = JSON.parse(readFileSync(new URL("../golden/indicators.json", import.meta.url), "utf8")) as {
  readonly bars: readonly number[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
};

describe("indicators", () => {
  const prices = Float64Array.of(1, 2, 4, 8, 16);

  it("are NaN until the window is full", () => {
    expect([...indicatorCache().sma(prices, 3)]).toEqual([Number.NaN, Number.NaN, 7 / 3, 14 / 3, 28 / 3]);
    expect([...indicatorCache().ema(prices, 3)]).toEqual([Number.NaN, Number.NaN, 2.75, 5.375, 10.6875]);
    expect([...indicatorCache().sma(prices, 9)]).toEqual(Array.from({ length: 5 }, () => Number.NaN));
  });

  it("are the mean of the window on real prices", () => {
    const { close } = sp500();
    const average = indicatorCache().sma(close, 50);
    for (const end of [49, 500, 5104]) {
      const mean = close.slice(end - 49, end + 1).reduce((total, price) => total + price, 0) / 50;
      expect(average[end]).toBeCloseTo(mean, 8);
    }
  });

  it("are computed once per source and window", () => {
    const cache = indicatorCache();
    expect(cache.sma(prices, 2)).toBe(cache.sma(prices, 2));
    expect(cache.ema(prices, 2)).toBe(cache.ema(prices, 2));
    expect(cache.sma(prices, 2)).not.toBe(cache.sma(prices, 3));
    expect(cache.sma(prices.slice(), 2)).not.toBe(cache.sma(prices, 2));
  });

  it("agree with TA-Lib and pandas on the S&P 500, as do the other indicators", () => {
    const { high, low, close } = sp500();
    const cache = indicatorCache();
    const ours = (name: string): Float64Array => {
      const [kind = "", window = 0, variant] = name.split(" ");
      const size = Number(window);
      const columns: Record<string, () => Float64Array> = {
        sma: () => cache.sma(close, size),
        ema: () => cache.ema(close, size),
        deviation: () => cache.deviation(close, size),
        highest: () => cache.highest(high, size),
        lowest: () => cache.lowest(low, size),
        rsi: () => cache.rsi(close, size, variant === "simple" ? "simple" : "wilder"),
      };
      return columns[kind]?.() ?? new Float64Array(0);
    };
    expect(Object.keys(golden.columns)).toHaveLength(21);
    for (const [name, expected] of Object.entries(golden.columns)) {
      for (const [index, bar] of golden.bars.entries()) {
        const theirs = expected[index] ?? Number.NaN;
        expect(Math.abs((ours(name)[bar] ?? Number.NaN) - theirs), `${name} at ${bar}`).toBeLessThanOrEqual(
          1e-9 * Math.abs(theirs),
        );
      }
    }
  });

  it("take an index of a price that never moves as neutral", () => {
    const still = Float64Array.of(5, 5, 5, 5);
    expect([...indicatorCache().rsi(still, 2)]).toEqual([Number.NaN, Number.NaN, 50, 50]);
    expect([...indicatorCache().rsi(still, 2, "simple")]).toEqual([Number.NaN, Number.NaN, 50, 50]);
  });

  it("are neutral again when a price has stood still for a window, without rounding errors of what was before", () => {
    for (let start = 0.1; start < 1; start += 0.07) {
      const paused = Float64Array.of(start, start * 1.3, start * 0.7, start * 1.1, start, start, start, start);
      expect(indicatorCache().rsi(paused, 3, "simple")[7]).toBe(50);
    }
  });

  it("refuse a column of one's own that is given instead of the function that computes it", () => {
    const given: unknown = prices;
    expect(() => indicatorCache().own("mine", given as () => Float64Array)).toThrow("takes a function");
  });

  it("refuse windows that are no whole number", () => {
    expect(() => indicatorCache().sma(prices, 2.5)).toThrow("whole number of at least 1, not 2.5");
    expect(() => indicatorCache().ema(prices, 0)).toThrow("whole number of at least 1, not 0");
  });
});

describe("FAULTS 4.2: NaN at the start of a column is skipped", () => {
  const { close } = sp500();
  const before = 300;
  const late = new Float64Array(close.length + before).fill(Number.NaN);
  late.set(close, before);
  const alone = indicatorCache();
  const shifted = indicatorCache();

  it.each([
    ["sma", alone.sma(close, 20), shifted.sma(late, 20)],
    ["ema", alone.ema(close, 20), shifted.ema(late, 20)],
    ["wilder's rsi", alone.rsi(close, 14), shifted.rsi(late, 14)],
    ["the simple rsi", alone.rsi(close, 14, "simple"), shifted.rsi(late, 14, "simple")],
    ["deviation", alone.deviation(close, 20), shifted.deviation(late, 20)],
  ])("%s of a symbol listed later is that of the symbol alone, to the bit", (_, expected, found) => {
    expect(found.subarray(0, before).every(Number.isNaN)).toBe(true);
    expect(found.subarray(before)).toEqual(expected);
  });

  it("a MACD has a signal line", () => {
    const cache = indicatorCache();
    const line = cache.own("line", () => {
      const slow = cache.ema(close, 26);
      return cache.ema(close, 12).map((value, bar) => value - (slow[bar] ?? Number.NaN));
    });
    const signal = cache.ema(line, 9);
    expect(signal.findIndex((value) => !Number.isNaN(value))).toBe(25 + 8);
    expect(signal.subarray(33).some(Number.isNaN)).toBe(false);
  });

  it("after one in the middle each begins anew, so that a symbol that is back has averages again, as docs/engine.md says", () => {
    const column = Float64Array.from({ length: 20 }, (_, bar) => (bar === 8 ? Number.NaN : 10 + Math.sin(bar)));
    const cache = indicatorCache();
    const shapeOf = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? "-" : "x")).join("");
    const after = (values: Float64Array): readonly number[] => [...values.subarray(9)];
    const alone9 = column.slice(9);
    const again = indicatorCache();
    expect(after(cache.sma(column, 3))).toEqual([...again.sma(alone9, 3)]);
    expect(after(cache.ema(column, 3))).toEqual([...again.ema(alone9, 3)]);
    expect(after(cache.rma(column, 3))).toEqual([...again.rma(alone9, 3)]);
    expect(after(cache.macd(column, 2, 3, 2).signal)).toEqual([...again.macd(alone9, 2, 3, 2).signal]);
    expect(cache.sma(column, 3)[7]).not.toBeNaN();
    const goes = {
      sma: cache.sma(column, 3),
      ema: cache.ema(column, 3),
      rsi: cache.rsi(column, 3),
      deviation: cache.deviation(column, 3),
      highest: cache.highest(column, 3),
      lowest: cache.lowest(column, 3),
      "simple rsi": cache.rsi(column, 3, "simple"),
    };
    for (const [name, values] of Object.entries(goes)) expect(shapeOf(values), name).toMatch(/^-+x+-{1,4}x+$/);
    const page = readFileSync(new URL("../../../docs/engine.md", import.meta.url), "utf8");
    expect(page).toContain("after a NaN further on they begin anew");
  });

  it("a column of NaN alone stays one", () => {
    const nothing = new Float64Array(5).fill(Number.NaN);
    for (const column of [alone.sma(nothing, 2), alone.ema(nothing, 1), alone.rsi(nothing, 2)]) {
      expect([...column]).toEqual([...nothing]);
    }
  });
});
