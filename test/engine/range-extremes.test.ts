import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLOSES, priceSums, S2, sumBetween } from "../../src/engine/metrics/price-sums.ts";
import { highestBetween, lowestBetween, rangeExtremes } from "../../src/engine/metrics/range-extremes.ts";

describe("range tables", () => {
  it("know the extremes and the sums of every range", () => {
    const price = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 40 }), (prices) => {
        const column = Float64Array.from(prices);
        const extremes = rangeExtremes(column);
        const sums = priceSums(column);
        for (let from = 0; from < prices.length; from++) {
          for (let to = from + 1; to <= prices.length; to++) {
            const range = prices.slice(from, to);
            expect(highestBetween(extremes, from, to)).toBe(Math.max(...range));
            expect(lowestBetween(extremes, from, to)).toBe(Math.min(...range));
            expect(sumBetween(sums, CLOSES, from, to)).toBe(range.reduce((total, value) => total + value, 0));
            const squares = range.map((value, index) => {
              const before = prices[from + index - 1];
              return before === undefined ? 0 : (value / before - 1) ** 2;
            });
            const expected = squares.reduce((total, value) => total + value, 0);
            expect(Math.abs(sumBetween(sums, S2, from, to) - expected)).toBeLessThanOrEqual(
              1e-9 * Math.max(1, expected),
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
