import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutsOf } from "../../../src/engine/lookahead/cuts-of.ts";
import { sampleOf } from "../../../src/runs/check/sample-of.ts";

describe("samples", () => {
  it("of cells are all of them, or ascending ones from the first to the last", () => {
    expect(sampleOf(3, 8)).toEqual([0, 1, 2]);
    expect(sampleOf(4950, 4)).toEqual([0, 1650, 3299, 4949]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 2, max: 50 }), (count, limit) => {
        const sample = sampleOf(count, limit);
        expect(sample).toHaveLength(Math.min(count, limit));
        expect(sample[0]).toBe(0);
        expect(sample.at(-1)).toBe(count - 1);
        expect(sample.every((cell, index) => index === 0 || cell > (sample[index - 1] ?? 0))).toBe(true);
      }),
    );
  });

  it("of cuts leave at least two bars known and one hidden, and no two are equal", () => {
    expect(cutsOf(2, 24)).toEqual([]);
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 10_000 }), fc.integer({ min: 1, max: 100 }), (bars, count) => {
        const cuts = cutsOf(bars, count);
        expect(cuts.every((cut) => cut >= 2 && cut < bars)).toBe(true);
        expect(new Set(cuts).size).toBe(cuts.length);
      }),
    );
  });

  it("of cuts spread over all bars, and fall on days of all kinds", () => {
    const cuts = cutsOf(5105, 24);
    expect(cuts).toHaveLength(24);
    const sorted = [0, ...cuts.toSorted((a, b) => a - b), 5105];
    expect(Math.max(...sorted.map((cut, index) => cut - (sorted[index - 1] ?? 0)))).toBeLessThan(500);
    expect(new Set(cuts.map((cut) => cut % 5)).size).toBeGreaterThan(3);
  });
});
