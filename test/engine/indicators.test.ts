import { describe, expect, it } from "vitest";
import { indicatorCache } from "../../src/engine/indicators/indicator-cache.ts";
import { sp500 } from "./support/sample-bars.ts";

describe("moving averages", () => {
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

  it("refuse windows that are no whole number", () => {
    expect(() => indicatorCache().sma(prices, 2.5)).toThrow("whole number of at least 1, not 2.5");
    expect(() => indicatorCache().ema(prices, 0)).toThrow("whole number of at least 1, not 0");
  });
});
