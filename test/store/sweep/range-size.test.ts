import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rangeSize } from "../../../src/store/sweep/range-size.ts";

describe("rangeSize", () => {
  it("is about a second of work while much is left", () => {
    expect(rangeSize({ remaining: 1_000_000, cellMs: 1, slots: 4 })).toBe(1000);
  });

  it("gets smaller towards the end, but never below what is worth while", () => {
    expect(rangeSize({ remaining: 800, cellMs: 1, slots: 4 })).toBe(100);
    expect(rangeSize({ remaining: 80, cellMs: 1, slots: 4 })).toBe(50);
  });

  it("begins small, before the cost of a cell is known", () => {
    expect(rangeSize({ remaining: 1_000_000, cellMs: null, slots: 4 })).toBe(64);
    expect(rangeSize({ remaining: 6, cellMs: null, slots: 2 })).toBe(2);
  });

  it("is always between one cell and all that remain", () => {
    const cellMs = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        cellMs,
        fc.integer({ min: 1, max: 512 }),
        (remaining, cost, slots) => {
          const size = rangeSize({ remaining, cellMs: cost, slots });
          expect(Number.isInteger(size) && size >= 1 && size <= remaining).toBe(true);
        },
      ),
    );
  });
});
