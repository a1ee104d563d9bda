import { describe, expect, it } from "vitest";
import { correlateReturns } from "../../../src/analytics/compare/correlate-returns.ts";

const curve = (time: readonly number[], equity: readonly number[]) => ({
  time: Float64Array.from(time),
  equity: Float64Array.from(equity),
});

describe("the correlation of returns", () => {
  const times = [1, 2, 3, 4, 5];
  const up = curve(times, [100, 110, 99, 108.9, 98.01]);

  it("is 1 for the same curve, −1 for its opposite, whatever the account", () => {
    expect(
      correlateReturns(
        up,
        curve(
          times,
          [...up.equity].map((value) => 7 * value),
        ),
      ),
    ).toBeCloseTo(1, 12);
    expect(correlateReturns(up, curve(times, [100, 90, 99, 89.1, 98.01]))).toBeCloseTo(-1, 12);
  });

  it("is over moments that both have", () => {
    const sparse = curve([0, 1, 3, 4.5, 5], [1, 100, 99, 50, 98.01]);
    expect(correlateReturns(up, sparse)).toBeNaN();
    const more = curve([1, 2, 2.5, 3, 4, 5], [100, 110, 3, 99, 108.9, 98.01]);
    expect(correlateReturns(up, more)).toBeCloseTo(1, 12);
    expect(correlateReturns(more, up)).toBeCloseTo(1, 12);
  });

  it("is undefined for a curve that never changes, and for none", () => {
    expect(correlateReturns(up, curve(times, [1, 1, 1, 1, 1]))).toBeNaN();
    expect(correlateReturns(up, curve([], []))).toBeNaN();
  });
});
