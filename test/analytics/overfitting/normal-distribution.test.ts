import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../../src/analytics/overfitting/normal-distribution.ts";

describe("the normal distribution", () => {
  it.each([
    [-37, 5.725571222524577e-300, 2e-13],
    [-20, 2.7536241186062337e-89, 1e-13],
    [-8, 6.220960574271784e-16, 1e-14],
    [-3, 0.0013498980316300946, 2e-15],
    [-2.25, 0.012224472655044703, 2e-15],
    [-1.5, 0.06680720126885807, 2e-15],
    [-1, 0.15865525393145705, 2e-15],
    [-0.125, 0.4502617751698871, 2e-15],
    [0.5, 0.6914624612740131, 2e-15],
    [2, 0.9772498680518208, 2e-15],
    [6, 0.9999999990134124, 2e-15],
  ])("has Φ(%d) of a 40-digit computation", (x, exact, relative) => {
    expect(Math.abs(normalCdf(x) / exact - 1)).toBeLessThan(relative);
  });

  it.each([
    [1e-300, -37.0470962993612],
    [1e-16, -8.222082216130437],
    [0.00001, -4.264890793922825],
    [0.001, -3.0902323061678136],
    [0.025, -1.9599639845400543],
    [0.3, -0.5244005127080408],
    [0.45, -0.12566134685507402],
    [0.6, 0.2533471031357997],
    [0.95, 1.6448536269514722],
  ])("has the quantile at %d of a 60-digit computation", (probability, exact) => {
    expect(Math.abs(normalQuantile(probability) / exact - 1)).toBeLessThan(3e-15);
  });

  it("is the inverse of its quantile", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-200, max: 0.5, noNaN: true }), (probability) => {
        expect(Math.abs(normalCdf(normalQuantile(probability)) / probability - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  it("has a value at the ends and none outside", () => {
    expect([0, 1].map(normalQuantile)).toEqual([-Infinity, Infinity]);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
    expect([-0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(normalCdf(Number.NaN)).toBeNaN();
    expect(normalCdf(-50)).toBe(0);
  });
});
