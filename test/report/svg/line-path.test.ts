import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaPath, linePath } from "../../../src/report/svg/line-path.ts";

/** Absolute points of a path made of `M` and relative `l` steps. */
function pointsOf(path: string): number[][][] {
  return path
    .split("M")
    .slice(1)
    .map((stroke) => {
      const numbers = (stroke.match(/-?\d+/g) ?? []).map(Number);
      const points = [[numbers[0] ?? 0, numbers[1] ?? 0]];
      for (let index = 2; index < numbers.length; index += 2) {
        const [x = 0, y = 0] = points.at(-1) ?? [];
        points.push([x + (numbers[index] ?? 0), y + (numbers[index + 1] ?? 0)]);
      }
      return points;
    });
}

const identity = (value: number) => value;

describe("the path of a line", () => {
  it("runs from left to right in whole steps of a plot of 2000 × 1000, zero at the bottom", () => {
    const line = { positions: Float64Array.of(0, 0.5, 1), values: Float64Array.of(0, 1, 0.25), height: identity };
    expect(pointsOf(linePath(line))).toEqual([
      [
        [0, 1000],
        [1000, 0],
        [2000, 750],
      ],
    ]);
  });

  it("ends where its last point is, however many steps came before", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 300 }), (values) => {
        const positions = Float64Array.from(values, (_, index) => index / (values.length - 1));
        const [stroke = []] = pointsOf(linePath({ positions, values: Float64Array.from(values), height: identity }));
        expect(stroke.at(-1)).toEqual([2000, Math.round((1 - (values.at(-1) ?? 0)) * 1000)]);
      }),
    );
  });

  it("is interrupted where a value cannot be drawn", () => {
    const values = Float64Array.of(0, 1, Number.NaN, 1, 0);
    const positions = Float64Array.of(0, 0.25, 0.5, 0.75, 1);
    expect(pointsOf(linePath({ positions, values, height: identity })).map((stroke) => stroke.length)).toEqual([2, 2]);
  });

  it("is empty without a point that can be drawn", () => {
    const line = {
      positions: Float64Array.of(0, 1),
      values: Float64Array.of(Number.NaN, Number.NaN),
      height: identity,
    };
    expect(linePath(line)).toBe("");
  });
});

describe("the path of an area", () => {
  it("is closed along the base", () => {
    const path = areaPath(
      { positions: Float64Array.of(0, 1), values: Float64Array.of(0.5, 0.25), height: identity },
      1,
    );
    expect(path.endsWith("z")).toBe(true);
    expect(pointsOf(path)).toEqual([
      [
        [0, 0],
        [0, 500],
        [2000, 750],
        [2000, 0],
      ],
    ]);
  });
});
