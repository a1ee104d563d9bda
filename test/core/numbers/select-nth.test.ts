import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectNth } from "../../../src/core/numbers/select-nth.ts";

const values = fc.oneof(
  fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 300 }),
  fc.array(fc.constantFrom(-1, 0, 1, Number.POSITIVE_INFINITY), { minLength: 1, maxLength: 300 }),
  // Sorted both ways.
  fc.integer({ min: 1, max: 300 }).map((count) => Array.from({ length: count }, (_, at) => at)),
  fc.integer({ min: 1, max: 300 }).map((count) => Array.from({ length: count }, (_, at) => -at)),
);

describe("the nth value", () => {
  it("is that of the sorted values, with ties, ends and any order", () => {
    fc.assert(
      fc.property(values, fc.nat(299), (all, at) => {
        const nth = at % all.length;
        const sorted = Float64Array.from(all).sort();
        // −0 and 0 are equal.
        expect(selectNth(Float64Array.from(all), nth) || 0).toBe(sorted[nth] || 0);
      }),
      { numRuns: 3000 },
    );
  });

  it("is none outside of them", () => {
    expect([
      selectNth(Float64Array.of(1), 1),
      selectNth(new Float64Array(), 0),
      selectNth(Float64Array.of(1), -1),
    ]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});
