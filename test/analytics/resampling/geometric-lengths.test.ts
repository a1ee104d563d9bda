import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { geometricLengths } from "../../../src/analytics/resampling/geometric-lengths.ts";
import { createRandom, unitOf } from "../../../src/analytics/resampling/random.ts";

/** P(length > k) = (1 − 1 ÷ mean)ᵏ. A product, as ever since there are seeds: a quotient may differ at the very edge of a length. */
function lengthByLogarithm(unit: number, mean: number): number {
  return 1 + Math.floor(Math.log(1 - unit) * (1 / Math.log1p(-1 / mean)));
}

/** What is drawn of two given words. */
function lengthOf(high: number, low: number, mean: number): number {
  const words = [high, low];
  return geometricLengths(mean)({ nextUint32: () => words.shift() ?? Number.NaN });
}

const aWord = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const aMean = fc.oneof(
  fc.double({ min: 1 + 2 ** -20, max: 50, noNaN: true }),
  fc.double({ min: 50, max: 1e12, noNaN: true }),
  fc.constantFrom(1.5, 2, 4, 4096, 7.512688),
);

describe("the length of a block", () => {
  it("is that of the logarithm for any number and mean", () => {
    fc.assert(
      fc.property(aMean, aWord, aWord, (mean, high, low) => {
        expect(lengthOf(high, low, mean)).toBe(lengthByLogarithm(unitOf(high, low), mean));
      }),
      { numRuns: 2000 },
    );
  });

  it("changes at the very word at which a logarithm changes it, on both sides of each edge", () => {
    for (const mean of [1.3, 2, 4, 7.512688, 60]) {
      for (let length = 1; length < 6 * mean; length++) {
        const edge = Math.floor((1 - (1 - 1 / mean) ** length) * 2 ** 32);
        for (const high of [edge - 2, edge - 1, edge, edge + 1, edge + 2]) {
          for (const low of [0, 2 ** 32 - 1]) {
            const unit = unitOf(high, low);
            expect(lengthOf(high, low, mean), `mean ${mean}, word ${high}`).toBe(lengthByLogarithm(unit, mean));
          }
        }
      }
    }
  });

  it("of the last words is long, and no overflow", () => {
    const last = 2 ** 32 - 1;
    expect(lengthOf(last, last, 8)).toBe(lengthByLogarithm(1 - 2 ** -53, 8));
    expect(lengthOf(last, last, 1e12)).toBeGreaterThan(3.6e13);
    expect(lengthOf(0, 0, 1e12)).toBe(1);
  });

  /** Pearson's χ² of a million draws against the exact shares; each bin expects 50 or more. */
  it.each([1.2, 2, 7.512688, 40])("is geometric with the mean %d", (mean) => {
    const draws = 1_000_000;
    const random = createRandom(11);
    const next = geometricLengths(mean);
    const more = 1 - 1 / mean;
    const bins = Math.floor(Math.log((50 * mean) / draws) / Math.log(more));
    const counts = new Int32Array(bins + 1);
    let sum = 0;
    for (let i = 0; i < draws; i++) {
      const length = next(random);
      sum += length;
      const bin = Math.min(length - 1, bins);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    let chiSquare = 0;
    for (const [bin, count] of counts.entries()) {
      const expected = draws * (bin < bins ? more ** bin / mean : more ** bins);
      chiSquare += (count - expected) ** 2 / expected;
    }
    // Normal about its degrees of freedom, `bins`: four deviations, which one of 30,000 seeds exceeds.
    expect(chiSquare).toBeLessThan(bins + 4 * Math.sqrt(2 * bins));
    const deviation = Math.sqrt(more) * mean;
    expect(Math.abs(sum / draws - mean)).toBeLessThan((4 * deviation) / Math.sqrt(draws));
  });
});
