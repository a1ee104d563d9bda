import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rangeSize } from "../../../src/store/moves/range-size.ts";

const target = { ms: 1000, firstCells: 64, maxCells: 20_000 };

describe("rangeSize", () => {
  it("is about a second of work while much is left", () => {
    expect(rangeSize({ remaining: 1_000_000, cellMs: 1, slots: 4, target })).toBe(1000);
  });

  it("gets smaller towards the end, but never below what is worth while", () => {
    expect(rangeSize({ remaining: 800, cellMs: 1, slots: 4, target })).toBe(100);
    expect(rangeSize({ remaining: 80, cellMs: 1, slots: 4, target })).toBe(50);
  });

  it("begins small, before the cost of a cell is known", () => {
    expect(rangeSize({ remaining: 1_000_000, cellMs: null, slots: 4, target })).toBe(64);
    expect(rangeSize({ remaining: 6, cellMs: null, slots: 2, target })).toBe(2);
  });

  it("is what its executor asks for", () => {
    const one = { ms: 1, firstCells: 1, maxCells: 1 };
    const asked = { remaining: 1_000_000, slots: 4 };
    for (const cellMs of [null, 0, 1, 1e7]) expect(rangeSize({ ...asked, cellMs, target: one })).toBe(1);
    expect(rangeSize({ ...asked, cellMs: 1, target: { ...target, ms: 100 } })).toBe(100);
    expect(rangeSize({ ...asked, cellMs: null, target: { ...target, firstCells: 5000 } })).toBe(5000);
  });

  it("is always between one cell and all that remain", () => {
    const cellMs = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        cellMs,
        fc.integer({ min: 1, max: 512 }),
        (remaining, cost, slots) => {
          const size = rangeSize({ remaining, cellMs: cost, slots, target });
          expect(Number.isInteger(size) && size >= 1 && size <= remaining).toBe(true);
        },
      ),
    );
  });
});
