import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAGILE_BELOW, plateauScore } from "../../../src/analytics/ranking/plateau-score.ts";
import { rankCells } from "../../../src/analytics/ranking/rank-cells.ts";

describe("ranking", () => {
  it("puts the best first by the metric's direction, undefined last, ties in cell order", () => {
    const values = Float64Array.of(1, Number.NaN, 3, 1, -2, Number.NaN, 3);
    expect([...rankCells(values, "higher")]).toEqual([2, 6, 0, 3, 4, 1, 5]);
    expect([...rankCells(values, "lower")]).toEqual([4, 0, 3, 2, 6, 1, 5]);
    expect([...rankCells(values, "higher", 2)]).toEqual([2, 6]);
  });

  it("keeps infinite values before undefined ones", () => {
    const values = Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY, 0);
    expect([...rankCells(values, "higher")]).toEqual([2, 1, 0]);
  });

  it("is a sorted permutation of all cells", () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(fc.array(value), (list) => {
        const ranked = [...rankCells(Float64Array.from(list), "higher")];
        expect(ranked.toSorted((a, b) => a - b)).toEqual(list.map((_, cell) => cell));
        const keys = ranked.map((cell) => list[cell] ?? Number.NaN).filter((key) => !Number.isNaN(key));
        expect(keys).toEqual(keys.toSorted((a, b) => b - a));
      }),
    );
  });
});

/** A grid of 5 × 5 cells, row by row. */
const rows = Int32Array.from({ length: 25 }, (_, cell) => Math.floor(cell / 5));
const columns = Int32Array.from({ length: 25 }, (_, cell) => cell % 5);

function scoreOf(valueAt: (row: number, column: number) => number, better: "higher" | "lower" = "higher") {
  const values = Float64Array.from(rows, (row, cell) => valueAt(row, columns[cell] ?? 0));
  return plateauScore({ cell: 12, values, better, positions: [rows, columns], ordered: [true, true] });
}

/** Steps from the middle cell. */
function distance(row: number, column: number): number {
  return Math.max(Math.abs(row - 2), Math.abs(column - 2));
}

function slope(row: number, column: number): number {
  return [4, 3, 0][distance(row, column)] ?? 0;
}

describe("the plateau score", () => {
  it("is 1 on a plateau, 0 on a lone peak, and half way when neighbours share half of the lead", () => {
    expect(scoreOf((row, column) => (distance(row, column) <= 1 ? 4 : 0)).value).toBe(1);
    expect(scoreOf((row, column) => (distance(row, column) === 0 ? 4 : 0)).value).toBe(0);
    expect(scoreOf((row, column) => [4, 2, 0][distance(row, column)] ?? 0).value).toBe(0.5);
    expect(FRAGILE_BELOW).toBe(0.5);
  });

  it("does not depend on unit, offset or direction of the objective", () => {
    expect(scoreOf(slope).value).toBe(0.75);
    expect(scoreOf((row, column) => 8 * slope(row, column) - 64).value).toBe(0.75);
    expect(scoreOf((row, column) => -slope(row, column), "lower").value).toBe(0.75);
  });

  it("counts failed neighbours as sharing nothing", () => {
    const score = scoreOf((row, column) => {
      if (row === 1) return Number.NaN;
      return distance(row, column) <= 1 ? 4 : 0;
    });
    expect(score.value).toBe(5 / 8);
  });

  it("compares only equal names on an axis without order", () => {
    const values = Float64Array.of(0, 4, 4, 9, 0, 0, 0, 0, 0, 0);
    const input = {
      cell: 1,
      values,
      better: "higher",
      positions: [Int32Array.of(0, 1, 2, 1, 5, 6, 7, 8, 9, 9), Int32Array.of(0, 0, 0, 1, 0, 0, 0, 0, 0, 1)],
    } as const;
    expect(plateauScore({ ...input, ordered: [true, false] }).value).toBe(0.5);
    expect(plateauScore({ ...input, ordered: [true, true] }).value).toBe(2 / 3);
  });

  it("has a reason where there is nothing to compare", () => {
    expect(scoreOf(() => 7).reason).toBe("zero_variance");
    expect(scoreOf(() => Number.NaN).reason).toBe("not_computed");
    const alone = { cell: 0, values: Float64Array.of(1), better: "higher" as const, positions: [], ordered: [] };
    expect(plateauScore(alone).reason).toBe("too_few_cells");
    const apart = { cell: 0, values: Float64Array.of(2, 1), better: "higher" as const };
    const positions = [Int32Array.of(0, 2)];
    expect(plateauScore({ ...apart, positions, ordered: [true] }).reason).toBe("no_neighbours");
  });
});
