import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evenIndices, sampleForDrawing } from "../../../src/report/svg/downsample.ts";

const series = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 })
  .map((values) => ({
    values: Float64Array.from(values),
    positions: Float64Array.from(values, (_, index) => index / Math.max(1, values.length - 1)),
  }));

const columns = fc.integer({ min: 1, max: 50 });

function columnOf(position: number, count: number): number {
  return Math.min(count - 1, Math.floor(position * count));
}

/** Lowest and highest value in each column, the slow way. */
function extremes(indices: readonly number[], input: { positions: Float64Array; values: Float64Array }, count: number) {
  const found = new Map<number, { low: number; high: number }>();
  for (const index of indices) {
    const value = input.values[index] ?? 0;
    const column = columnOf(input.positions[index] ?? 0, count);
    const { low, high } = found.get(column) ?? { low: value, high: value };
    found.set(column, { low: Math.min(low, value), high: Math.max(high, value) });
  }
  return found;
}

describe("downsampling for the screen", () => {
  it("keeps the lowest and the highest value of every column", () => {
    fc.assert(
      fc.property(series, columns, (input, count) => {
        const chosen = sampleForDrawing(input.positions, input.values, count);
        const all = [...input.values.keys()];
        expect(extremes(chosen, input, count)).toEqual(extremes(all, input, count));
      }),
    );
  });

  it("keeps the first and the last point, in order, at most four a column", () => {
    fc.assert(
      fc.property(series, columns, (input, count) => {
        const chosen = sampleForDrawing(input.positions, input.values, count);
        expect(chosen[0]).toBe(0);
        expect(chosen.at(-1)).toBe(input.values.length - 1);
        expect(chosen).toEqual([...new Set(chosen)].toSorted((a, b) => a - b));
        expect(chosen.length).toBeLessThanOrEqual(4 * count);
      }),
    );
  });

  it("keeps every point of a short line", () => {
    const positions = Float64Array.of(0, 0.25, 0.5, 0.75, 1);
    expect(sampleForDrawing(positions, Float64Array.of(3, 1, 2, 5, 4), 1000)).toEqual([0, 1, 2, 3, 4]);
  });

  it("finds the extremes between values that cannot be drawn", () => {
    const values = Float64Array.of(Number.NaN, 2, Number.NaN, 7, 3, Number.NaN);
    const positions = Float64Array.of(0, 0.1, 0.2, 0.3, 0.4, 0.5);
    expect(sampleForDrawing(positions, values, 1)).toEqual([0, 1, 3, 5]);
  });
});

describe("evenly spaced indices", () => {
  it("are all of a short series, and reach from the first to the last of a long one", () => {
    expect(evenIndices(4, 10)).toEqual([0, 1, 2, 3]);
    expect(evenIndices(101, 5)).toEqual([0, 25, 50, 75, 100]);
    expect(evenIndices(0, 5)).toEqual([]);
    expect(evenIndices(1, 5)).toEqual([0]);
  });

  it("ascend without repeating", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 2, max: 300 }), (length, limit) => {
        const indices = evenIndices(length, limit);
        expect(indices).toHaveLength(Math.min(length, limit));
        expect(indices).toEqual([...new Set(indices)].toSorted((a, b) => a - b));
      }),
    );
  });
});
