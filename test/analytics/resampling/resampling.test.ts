import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { automaticBlockLength, blockLengths } from "../../../src/analytics/resampling/block-length.ts";
import { RESAMPLING_METHODS, resampler, type ResamplingMethod } from "../../../src/analytics/resampling/resample.ts";
import { sharpeInterval } from "../../../src/analytics/resampling/sharpe-interval.ts";
import { createRandom } from "../../../src/analytics/resampling/random.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";

const { close } = sp500();
const returns = close.subarray(1).map((value, i) => value / (close[i] ?? 1) - 1);

function drawn(method: ResamplingMethod, count: number, blockLength: number): Int32Array {
  const indices = new Int32Array(count);
  resampler({ method, blockLength })(indices, createRandom(3));
  return indices;
}

/** Positions that do not follow the one before. */
function blocksIn(indices: Int32Array): number {
  return indices.filter((index, i) => i === 0 || index !== ((indices[i - 1] ?? 0) + 1) % indices.length).length;
}

describe("the automatic block length of the S&P returns", () => {
  it("is that of Politis and White as corrected in 2009", () => {
    expect(blockLengths(returns).stationary).toBeCloseTo(7.512688, 6);
    expect(blockLengths(returns).circular).toBeCloseTo(8.599881, 6);
  });

  it("is taken for the method that has blocks, and 1 for one that has none", () => {
    expect(automaticBlockLength(returns, "stationary")).toBeCloseTo(7.512688, 6);
    expect(automaticBlockLength(returns, "circular")).toBeCloseTo(8.599881, 6);
    expect([automaticBlockLength(returns, "iid"), automaticBlockLength(returns, "permutation")]).toEqual([1, 1]);
  });

  it("does not change with their scale or sign", () => {
    expect(blockLengths(returns.map((value) => value * -1024)).stationary).toBeCloseTo(7.512688, 6);
  });

  it("is longer for a series that remembers more, and 1 for one that says nothing", () => {
    const { nextUnit } = createRandom(8);
    let level = 0;
    const slow = Float64Array.from({ length: 4000 }, () => (level = 0.9 * level + nextUnit() - 0.5));
    const quick = Float64Array.from({ length: 4000 }, () => nextUnit() - 0.5);
    expect(blockLengths(slow).stationary).toBeGreaterThan(5 * blockLengths(quick).stationary);
    expect(blockLengths(new Float64Array(50))).toEqual({ stationary: 1, circular: 1 });
    expect(blockLengths(Float64Array.of(1, 2))).toEqual({ stationary: 1, circular: 1 });
  });
});

describe("a resample", () => {
  it("is made of positions of the series, the same for the same seed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...RESAMPLING_METHODS), fc.integer({ min: 1, max: 300 }), (method, count) => {
        const indices = drawn(method, count, 4);
        expect(indices.every((index) => index >= 0 && index < count)).toBe(true);
        expect(drawn(method, count, 4)).toEqual(indices);
      }),
    );
  });

  it("keeps blocks of the length asked for", () => {
    expect(blocksIn(drawn("circular", 10_000, 8))).toBeCloseTo(1250, -1);
    expect(Math.abs(blocksIn(drawn("stationary", 100_000, 8)) - 12_500)).toBeLessThan(500);
    expect(blocksIn(drawn("iid", 10_000, 8))).toBeGreaterThan(9_980);
  });

  it("of one endless block turns the series around its end", () => {
    const indices = drawn("stationary", 50, 1e12);
    const start = indices[0] ?? 0;
    expect(start).toBeGreaterThan(0);
    expect(indices).toEqual(Int32Array.from({ length: 50 }, (_, i) => (start + i) % 50));
  });

  it("by permutation has every position once", () => {
    expect(drawn("permutation", 50, 1).toSorted()).toEqual(Int32Array.from({ length: 50 }, (_, i) => i));
  });
});

describe("a permutation", () => {
  it("is each of the six orders of three about as often", () => {
    const counts = new Map<string, number>();
    const indices = new Int32Array(3);
    const resample = resampler({ method: "permutation", blockLength: 1 });
    for (let stream = 0; stream < 6000; stream++) {
      resample(indices, createRandom(1, stream));
      counts.set(indices.join(""), (counts.get(indices.join("")) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["012", "021", "102", "120", "201", "210"]);
    expect(Math.min(...counts.values())).toBeGreaterThan(880);
  });
});

describe("the bootstrap interval of the Sharpe ratio", () => {
  it("of independent normal-like returns has the width of theory", () => {
    const { nextUnit } = createRandom(21);
    const sum12 = () => Array.from({ length: 12 }, nextUnit).reduce((sum, value) => sum + value, -6);
    const normal = Float64Array.from({ length: 1000 }, () => 0.05 + sum12());
    const found = sharpeInterval(normal, { barsPerYear: 1, seed: 4, method: "iid" });
    const width = (found?.high ?? 0) - (found?.low ?? 0);
    expect(Math.abs(width / ((2 * 1.96) / Math.sqrt(1000)) - 1)).toBeLessThan(0.08);
  });

  it("holds the S&P's own ratio and widens with confidence", () => {
    const options = { barsPerYear: 252, seed: 4, replications: 300 };
    const wide = sharpeInterval(returns, options);
    const narrow = sharpeInterval(returns, { ...options, confidence: 0.5 });
    expect(narrow?.low).toBeLessThan(0.2686);
    expect(narrow?.high).toBeGreaterThan(0.2686);
    expect(wide?.low).toBeLessThan(narrow?.low ?? 0);
    expect(wide?.high).toBeGreaterThan(narrow?.high ?? 0);
  });

  it("does not exist for returns that say nothing", () => {
    expect(sharpeInterval(new Float64Array(100), { barsPerYear: 252, seed: 1 })).toBeNull();
    expect(sharpeInterval(Float64Array.of(0.1, 0.2), { barsPerYear: 252, seed: 1 })).toBeNull();
  });
});
