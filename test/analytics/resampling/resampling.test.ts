import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockLengths } from "../../../src/analytics/resampling/block-length.ts";
import { monteCarlo } from "../../../src/analytics/resampling/monte-carlo.ts";
import { resample, RESAMPLING_METHODS, type ResamplingMethod } from "../../../src/analytics/resampling/resample.ts";
import { sharpeInterval } from "../../../src/analytics/resampling/sharpe-interval.ts";
import { createRandom } from "../../../src/analytics/resampling/random.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";

const { close } = sp500();
const returns = close.subarray(1).map((value, i) => value / (close[i] ?? 1) - 1);

function drawn(method: ResamplingMethod, count: number, blockLength: number): Int32Array {
  const indices = new Int32Array(count);
  resample(indices, { method, blockLength, random: createRandom(3) });
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
    for (let stream = 0; stream < 6000; stream++) {
      resample(indices, { method: "permutation", blockLength: 1, random: createRandom(1, stream) });
      counts.set(indices.join(""), (counts.get(indices.join("")) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["012", "021", "102", "120", "201", "210"]);
    expect(Math.min(...counts.values())).toBeGreaterThan(880);
  });
});

describe("Monte Carlo", () => {
  /** 20,000 replications of numpy; the errors are three times √(p(1 − p) ÷ 20,000) ÷ density. */
  it("of the S&P returns drawn independently has the published quantiles", { timeout: 120_000 }, () => {
    const found = monteCarlo(returns, { method: "iid", replications: 20_000, seed: 42 });
    const terminal = [-0.5495, 0.0836, 0.9738, 2.6257, 7.5102];
    const terminalError = [0.0183, 0.0301, 0.0434, 0.1009, 0.373];
    const drawdown = [0.3622, 0.4588, 0.5468, 0.6473, 0.7877];
    const drawdownError = [0.0036, 0.0032, 0.0034, 0.0043, 0.0059];
    for (const [i, published] of terminal.entries()) {
      expect(Math.abs((found.terminalReturn[i] ?? 9) - published)).toBeLessThan(terminalError[i] ?? 0);
    }
    for (const [i, published] of drawdown.entries()) {
      expect(Math.abs((found.maxDrawdown[i] ?? 9) - published)).toBeLessThan(drawdownError[i] ?? 0);
    }
  });

  it.each([
    ["trades", Float64Array.from({ length: 60 }, (_, i) => 0.05 * Math.sin(i * i) + 0.01)],
    ["the S&P returns", returns],
  ])("by permutation of %s changes the drawdown and never the terminal value", (_, trades) => {
    const found = monteCarlo(trades, { method: "permutation", replications: 300, seed: 1, probabilities: [0, 1] });
    const exact = trades.reduce((value, trade) => value * (1 + trade), 1) - 1;
    for (const value of found.terminalReturn) expect(Math.abs(value - exact)).toBeLessThan(1e-12);
    expect((found.maxDrawdown[1] ?? 0) - (found.maxDrawdown[0] ?? 0)).toBeGreaterThan(0.05);
  });

  it("draws the same replications however many are asked for", () => {
    const options = { method: "stationary", replications: 1, seed: 9, probabilities: [0, 1] } as const;
    const one = monteCarlo(returns, options).terminalReturn[0] ?? 0;
    const lowAndHigh = monteCarlo(returns, { ...options, replications: 2 }).terminalReturn;
    expect(lowAndHigh).toContain(one);
    expect(lowAndHigh[0]).not.toBe(lowAndHigh[1]);
    expect(monteCarlo(returns, options)).toEqual(monteCarlo(returns, options));
  });

  it("takes the automatic block length of its method", () => {
    const options = { replications: 1, seed: 1 };
    expect(monteCarlo(returns, { ...options, method: "stationary" }).blockLength).toBeCloseTo(7.512688, 6);
    expect(monteCarlo(returns, { ...options, method: "iid" }).blockLength).toBe(1);
  });

  it("finds the drawdown of a path that a person can check", () => {
    const options = { method: "permutation", replications: 1, seed: 1 } as const;
    expect(monteCarlo(Float64Array.of(-0.5, -0.5), options).maxDrawdown[2]).toBe(0.75);
    expect(monteCarlo(Float64Array.of(0.5, 0.25), options).maxDrawdown[2]).toBe(0);
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
