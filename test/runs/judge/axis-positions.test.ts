import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plateauScore } from "../../../src/analytics/ranking/plateau-score.ts";
import type { AxisSpec, GridSpec } from "../../../src/factory/dag-spec.ts";
import { openGrid } from "../../../src/factory/grid/open-grid.ts";
import { axisPositions } from "../../../src/runs/judge/axis-positions.ts";

function gridOf(axes: readonly AxisSpec[], changes: Partial<GridSpec> = {}): GridSpec {
  return { axes, where: null, exclude: [], add: [], maxCells: 100_000, ...changes };
}

async function positionsOf(grid: GridSpec) {
  return axisPositions(openGrid(grid, { fast: 0, mode: "a" }), grid.axes);
}

describe("the positions of cells on their axes", () => {
  it("go by the size of the numbers, not by their order in the file", async () => {
    const grid = gridOf([{ name: "fast", kind: "list", values: [20, 5, 10] }]);
    expect(await positionsOf(grid)).toEqual({ positions: [Int32Array.of(2, 0, 1)], ordered: [true] });
  });

  it("of names and truth values have no order", async () => {
    const grid = gridOf([
      { name: "mode", kind: "list", values: ["a", "b"] },
      { name: "fast", kind: "range", from: 1, step: 1, count: 2 },
    ]);
    expect(await positionsOf(grid)).toEqual({
      positions: [Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1)],
      ordered: [false, true],
    });
  });

  it("of cells without any axis are near to no other", async () => {
    const grid = gridOf([], { add: [{ fast: 1 }, { fast: 2 }] });
    const { positions, ordered } = await positionsOf(grid);
    const values = Float64Array.of(1, 3, 2);
    const [column = new Int32Array()] = positions;
    const places = { positions, ordered, values: values.subarray(0, column.length), better: "higher" } as const;
    expect(column.length).toBeGreaterThan(1);
    expect(plateauScore({ ...places, cell: 1 }).reason).toBe("no_neighbours");
  });

  it("of cells that were added off the axis are near to no other", async () => {
    const axis = { name: "fast", kind: "list", values: [1, 2, 3] } as const;
    const { positions } = await positionsOf(gridOf([axis], { add: [{ fast: 7 }, { fast: 8 }] }));
    const [column = new Int32Array()] = positions;
    const added = [...column.subarray(3)];
    for (const place of added) {
      expect([...column].filter((other) => Math.abs(other - place) <= 1)).toEqual([place]);
    }
  });

  it("are those of the values, for any axes and any filter", async () => {
    const axes = fc.tuple(
      fc
        .integer({ min: 1, max: 60 })
        .map((count) => ({ name: "fast", kind: "range", from: 2, step: 3, count }) as const),
      fc
        .uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 60 })
        .map((values) => ({ name: "slow", kind: "list", values }) as const),
    );
    await fc.assert(
      fc.asyncProperty(axes, async ([fast, slow]) => {
        const spec = gridOf([fast, slow], { where: "fast != slow" });
        const grid = openGrid(spec, {});
        const { positions } = await axisPositions(grid, spec.axes);
        const sorted = slow.values.toSorted((a, b) => a - b);
        for (const [cell, params] of [...grid.cells(0, grid.count)].entries()) {
          expect(2 + 3 * (positions[0]?.[cell] ?? -1)).toBe(params["fast"]);
          expect(sorted[positions[1]?.[cell] ?? -1]).toBe(params["slow"]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
