import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_BITS, blockExtremes, spanPower } from "../../../../src/engine/metrics/accumulators/block-extremes.ts";
import { CLOSES, priceSums, S2, sumBetween } from "../../../../src/engine/metrics/accumulators/price-sums.ts";

const BLOCK = 2 ** BLOCK_BITS;
const prices = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 * BLOCK, size: "max" });

describe("tables over the closes", () => {
  it("know the extremes of every run of blocks, also of a last one that is not full", () => {
    fc.assert(
      fc.property(prices, (closes) => {
        const rows = blockExtremes(Float64Array.from(closes));
        const blocks = Math.ceil(closes.length / BLOCK);
        for (let first = 0; first < blocks; first++) {
          for (let last = first; last < blocks; last++) {
            const power = spanPower(first, last);
            const right = last + 1 - 2 ** power;
            const row = rows[power] ?? new Float64Array();
            const own = closes.slice(first * BLOCK, (last + 1) * BLOCK);
            expect(Math.max(row[2 * first] ?? Number.NaN, row[2 * right] ?? Number.NaN)).toBe(Math.max(...own));
            expect(Math.min(row[2 * first + 1] ?? Number.NaN, row[2 * right + 1] ?? Number.NaN)).toBe(Math.min(...own));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("know the sums of every stretch", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 }), (closes) => {
        const sums = priceSums(Float64Array.from(closes));
        for (let from = 0; from < closes.length; from++) {
          for (let to = from + 1; to <= closes.length; to++) {
            const range = closes.slice(from, to);
            expect(sumBetween(sums, CLOSES, from, to)).toBe(range.reduce((total, value) => total + value, 0));
            const squares = range.map((value, index) => {
              const before = closes[from + index - 1];
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
