import { describe, expect, it } from "vitest";
import { parameterPlane } from "../../../src/report/chart/parameter-plane.ts";
import type { RankedCell } from "../../../src/report/tearsheet-input.ts";
import { rankedCell } from "../support/fixed-input.ts";

/** Every combination of three axes, best first; `a` moves Sharpe most, then `c`, and `b` hardly at all. */
function cube(): readonly RankedCell[] {
  const cells = [1, 2, 3].flatMap((a) => [1, 2].flatMap((b) => [1, 2, 3, 4].map((c) => ({ a, b, c }))));
  return cells
    .map((params, cell) => rankedCell(cell, params, params.a * 10 + params.c + params.b / 100))
    .toSorted((x, y) => (y.metrics.sharpe ?? 0) - (x.metrics.sharpe ?? 0));
}

describe("the plane of a grid", () => {
  it("spans the two axes that move the objective most, in the order of the grid", () => {
    const plane = parameterPlane(cube(), ["a", "b", "c"], "sharpe");
    expect(plane?.x).toEqual({ name: "a", values: [1, 2, 3] });
    expect(plane?.y).toEqual({ name: "c", values: [1, 2, 3, 4] });
    expect(plane?.folded).toEqual(["b"]);
  });

  it("keeps the best cell over the axes that it folds away", () => {
    const plane = parameterPlane(cube(), ["a", "b", "c"], "sharpe");
    expect(plane?.cells.map((cell) => cell?.params["b"])).toEqual(Array.from({ length: 12 }, () => 2));
    expect(plane?.cells[1 * 3 + 2]?.params).toEqual({ a: 3, b: 2, c: 2 });
  });

  it("has no cell where the grid has none", () => {
    const plane = parameterPlane(
      [rankedCell(0, { a: 1, b: 1 }, 1), rankedCell(1, { a: 2, b: 2 }, 0)],
      ["a", "b"],
      "sharpe",
    );
    expect(plane?.cells.map((cell) => cell?.cell ?? null)).toEqual([0, null, null, 1]);
  });

  it("is a line when one parameter varies, and nothing when none does", () => {
    const cells = [rankedCell(0, { a: 2, b: 5 }, 1), rankedCell(1, { a: 1, b: 5 }, 0)];
    expect(parameterPlane(cells, ["a", "b"], "sharpe")).toMatchObject({ x: { name: "a", values: [1, 2] }, y: null });
    expect(parameterPlane(cells, ["b"], "sharpe")).toBeNull();
    expect(parameterPlane([], ["a", "b"], "sharpe")).toBeNull();
  });
});
