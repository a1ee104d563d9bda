import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockStarts, steadyBlockStarts } from "../../../src/core/numbers/block-starts.ts";
import { momentsOf, populationDeviation, sampleDeviation } from "../../../src/core/numbers/moments.ts";
import { quantileOfSorted } from "../../../src/core/numbers/quantile.ts";

describe("moments", () => {
  it("of 2, 4, 4, 4, 5, 5, 7, 9 are the textbook's", () => {
    const moments = momentsOf(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9));
    expect(moments).toEqual({ count: 8, mean: 5, sum2: 32, sum3: 42, sum4: 356 });
    expect(populationDeviation(moments)).toBe(2);
    expect(sampleDeviation(moments)).toBeCloseTo(Math.sqrt(32 / 7), 15);
  });

  it("keep their digits far from zero, where sums of squares lose them all", () => {
    const far = momentsOf(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16));
    expect(sampleDeviation(far) ** 2).toBeCloseTo(30, 12);
  });
});

describe("quantiles", () => {
  it("lie between their neighbours as numpy's do", () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantileOfSorted(sorted, p))).toEqual([1, 1.75, 3, 6.800000000000001, 8]);
  });

  it("of one value are that value", () => {
    expect(quantileOfSorted(Float64Array.of(3), 0.05)).toBe(3);
  });
});

describe("block starts", () => {
  it("cut as numpy's array_split: the first blocks are longer", () => {
    expect([...blockStarts(11, 4)]).toEqual([0, 3, 6, 9, 11]);
    expect([...blockStarts(5105, 16)].slice(0, 3)).toEqual([0, 320, 639]);
  });

  it("cover all bars with blocks that differ by at most one bar", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 24 }), (bars, blocks) => {
        const starts = blockStarts(bars, blocks);
        const sizes = Array.from(starts.subarray(1), (end, block) => end - (starts[block] ?? 0));
        expect([starts[0], starts.at(-1)]).toEqual([0, bars]);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("of a sweep stay where they are when a bar is added, but for one night in as many as there are blocks", () => {
    expect(steadyBlockStarts(5105, 16)).toEqual(blockStarts(5105, 16));
    expect(steadyBlockStarts(2000, 16)).toEqual(blockStarts(2000, 16));
    fc.assert(
      fc.property(fc.integer({ min: 4000, max: 100_000 }), fc.integer({ min: 1, max: 24 }), (bars, blocks) => {
        const starts = steadyBlockStarts(bars, blocks);
        const sizes = Array.from(starts.subarray(1), (end, block) => end - (starts[block] ?? 0));
        const size = Math.floor((bars - 1) / blocks);
        expect([starts[0], starts.at(-1)]).toEqual([0, bars]);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(size);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(size + blocks);
        const more = steadyBlockStarts(bars + 1, blocks);
        const stays = more.subarray(0, blocks).every((start, block) => start === starts[block]);
        expect(stays).toBe(blocks === 1 || bars % blocks !== 0);
      }),
    );
  });
});
