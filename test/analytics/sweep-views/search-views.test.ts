import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CellPlaces, placeOf } from "../../../src/analytics/sweep-views/cell-places.ts";
import { chooseCells } from "../../../src/analytics/sweep-views/choose-cells.ts";
import { axisBins, coarsePlaces } from "../../../src/analytics/sweep-views/coarse-places.ts";
import { heatmap } from "../../../src/analytics/sweep-views/heatmap.ts";
import { neighboursOf } from "../../../src/analytics/sweep-views/neighbours.ts";
import { axisUnits, searchImportance } from "../../../src/analytics/sweep-views/search-importance.ts";

const LENGTHS = [3, 2, 4];
const ALL: CellPlaces = { cells: 24, onAxes: 24, lengths: LENGTHS, raw: null };
/** The cells of `ALL`, found in another order. */
const ORDER = Array.from({ length: 24 }, (_, cell) => (cell * 7 + 3) % 24);
const LISTED: CellPlaces = {
  ...ALL,
  listed: Int32Array.from(ORDER.flatMap((cell) => placeOf(ALL, cell) ?? [])),
};
const valuesOf = ({ cells }: CellPlaces) =>
  Float32Array.from({ length: cells }, (_, cell) =>
    cell % 6 === 4 ? Number.NaN : Math.fround(Math.sin(cell * 12.9898) * 43.7 - cell / 3),
  );

describe("cells of a search", () => {
  it("is what the list says, of cells that a search has found", () => {
    for (const [found, cell] of ORDER.entries()) expect(placeOf(LISTED, found)).toEqual(placeOf(ALL, cell));
    expect(neighboursOf(LISTED, [null, null, Int32Array.of(0, 1, 2, 3)], 0)).toEqual([]);
  });

  it("are chosen by their places, as those of a grid are", () => {
    const values = valuesOf(ALL);
    const found = Float32Array.from(ORDER, (cell) => values[cell] ?? Number.NaN);
    const axes = [null, Uint8Array.of(0, 1), Uint8Array.of(1, 0, 0, 1)];
    const limits = { low: -20, high: 30 };
    const whole = chooseCells(ALL, { axes, metrics: [{ values, ...limits }] });
    const chosen = chooseCells(LISTED, { axes, metrics: [{ values: found, ...limits }] });
    expect([...(chosen ?? [])]).toEqual(ORDER.map((cell) => whole?.[cell]));
    expect(chosen).toContain(1);
  });

  it("have the heat map of the same cells in a grid, where no values share a field", () => {
    const values = valuesOf(ALL);
    const found = Float32Array.from(ORDER, (cell) => values[cell] ?? Number.NaN);
    const about = { x: 2, y: 0, reduce: "mean", chosen: null } as const;
    const map = heatmap({ places: LISTED, values: found, ...about });
    const whole = heatmap({ places: ALL, values, ...about });
    expect([...map.counts]).toEqual([...whole.counts]);
    for (const [field, value] of map.values.entries()) expect(value).toBeCloseTo(whole.values[field] ?? 0, 5);
  });

  it("share fields on axes of many values: all places in their order, none twice", () => {
    expect(axisBins(3, null).ends).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 5000 }), (length, cells) => {
        const { binOf, ends } = axisBins(length, cells);
        const sizes = ends.map(([first, last]) => last - first + 1);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const bins = ends.flatMap(([first, last], bin) => Array.from({ length: last - first + 1 }, () => bin));
        expect([...binOf]).toEqual(bins);
      }),
    );
    const bins = [3, 2, 4].map((length) => axisBins(length, 1));
    expect(coarsePlaces(LISTED, bins)).toEqual(LISTED);
    const halves = { binOf: Int32Array.of(0, 0, 1, 1), ends: [[0, 1] as const, [2, 3] as const] };
    const coarse = coarsePlaces(LISTED, [...bins.slice(0, 2), halves]);
    expect(coarse.lengths).toEqual([3, 2, 2]);
    expect(placeOf(coarse, 0)?.[2]).toBe(Math.floor((placeOf(LISTED, 0)?.[2] ?? 0) / 2));
  });

  it("are told by fANOVA what they depend on: an axis that does all has all of the variance", () => {
    const values = Float32Array.from(ORDER, (cell) => placeOf(ALL, cell)?.[2] ?? 0);
    const axes = LENGTHS.map((length) => axisUnits(Array.from({ length }, (_, place) => place)));
    const shares = searchImportance({ places: LISTED, axes }, values, null);
    expect(shares.method).toBe("fanova");
    expect(shares.axes[2]).toBeGreaterThan(0.95);
    expect((shares.axes[0] ?? 1) + (shares.axes[1] ?? 1)).toBeLessThan(0.05);
    const few = searchImportance(
      { places: LISTED, axes },
      values,
      Uint8Array.from({ length: 24 }, (_, at) => at % 4),
    );
    expect(few.cells).toBe(6);
    expect(few.axes).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("have units on an axis by size, and names by their letters", () => {
    expect([...axisUnits([10, 40, 20])]).toEqual([0, 1, 1 / 3]);
    expect([...axisUnits(["b", "a", "c"])]).toEqual([0.5, 0, 1]);
    expect([...axisUnits([7])]).toEqual([0]);
  });
});
