import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/core/values/canonical-json.ts";
import type { Params } from "../../../src/core/params/param-spec.ts";
import type { AxisSpec, GridSpec } from "../../../src/factory/dag-spec.ts";
import { openGrid } from "../../../src/factory/grid/open-grid.ts";
import { previewCells } from "../../../src/factory/grid/preview-cells.ts";

const EMPTY: GridSpec = { axes: [], where: null, exclude: [], add: [], maxCells: 100_000 };

const fastSlow: GridSpec = {
  ...EMPTY,
  axes: [
    { name: "fast", kind: "list", values: [5, 10, 20] },
    { name: "slow", kind: "range", from: 10, step: 10, count: 3 },
  ],
};

const PARAMS: Params = { fast: 1, slow: 2, size: 0.95 };

function allCells(grid: GridSpec, params: Params = PARAMS): readonly Params[] {
  const opened = openGrid(grid, params);
  return [...opened.cells(0, opened.count)];
}

describe("openGrid", () => {
  it("lists 3 × 3 combinations, the last axis fastest, over the direct values", () => {
    const cells = allCells(fastSlow);
    expect(cells).toHaveLength(9);
    expect(cells.slice(0, 4)).toEqual([
      { fast: 5, slow: 10, size: 0.95 },
      { fast: 5, slow: 20, size: 0.95 },
      { fast: 5, slow: 30, size: 0.95 },
      { fast: 10, slow: 10, size: 0.95 },
    ]);
    expect(Object.keys(cells[0] ?? {})).toEqual(["fast", "slow", "size"]);
  });

  it("is one cell without a grid", () => {
    expect(allCells(EMPTY)).toEqual([PARAMS]);
  });

  it("numbers what where and exclude leave without gaps, and added cells after it", () => {
    const grid = {
      ...fastSlow,
      where: "fast < slow",
      exclude: [{ fast: 5, slow: 20 }],
      add: [{ fast: 100, slow: 200 }],
    };
    expect(allCells(grid).map(({ fast, slow }) => [fast, slow])).toEqual([
      [5, 10],
      [5, 30],
      [10, 20],
      [10, 30],
      [20, 30],
      [100, 200],
    ]);
  });

  it("counts steps of 0.1 in decimals", () => {
    const axes: readonly AxisSpec[] = [{ name: "x", kind: "range", from: 0.1, step: 0.1, count: 3 }];
    expect(allCells({ ...EMPTY, axes }, {})).toEqual([{ x: 0.1 }, { x: 0.2 }, { x: 0.3 }]);
  });

  it("refuses 10^12 combinations without building them, also when a filter could make them few", () => {
    const huge = { ...EMPTY, axes: [million("fast"), million("slow")], maxCells: 1_000_000_000 };
    expect(() => openGrid(huge, PARAMS)).toThrow("1000000000000 cells");
    expect(() => openGrid({ ...huge, where: "fast == 1" }, PARAMS)).toThrow("more than 10000000 to filter");
  });

  it("refuses more kept cells than max_cells, and takes exactly as many", () => {
    const filtered = { ...fastSlow, where: "fast < slow" };
    expect(openGrid({ ...filtered, maxCells: 6 }, PARAMS).count).toBe(6);
    expect(() => openGrid({ ...filtered, maxCells: 5 }, PARAMS)).toThrow("more than 5 cells");
  });

  it("refuses an added cell that the grid has already, or that is added twice", () => {
    expect(() => openGrid({ ...fastSlow, add: [{ fast: 5, slow: 10 }] }, PARAMS)).toThrow("in the grid already");
    const twice = [
      { fast: 1, slow: 1 },
      { fast: 1, slow: 1 },
    ];
    expect(() => openGrid({ ...fastSlow, add: twice }, PARAMS)).toThrow("in the grid already");
    const filteredOut = { ...fastSlow, where: "fast < slow", add: [{ fast: 20, slow: 10 }] };
    expect(openGrid(filteredOut, PARAMS).count).toBe(7);
  });

  it("finds no cell for other parameters", () => {
    const grid = openGrid({ ...fastSlow, where: "fast < slow" }, PARAMS);
    expect(grid.indexOf({ fast: 20, slow: 10, size: 0.95 })).toBeNull();
    expect(grid.indexOf({ fast: 6, slow: 10, size: 0.95 })).toBeNull();
    expect(grid.indexOf({ fast: 5, slow: 10, size: 0.5 })).toBeNull();
    expect(grid.indexOf({ fast: 5, slow: 10 })).toBeNull();
    expect(() => grid.cellAt(6)).toThrow(RangeError);
  });

  it("writes the canonical JSON of every cell, whatever its names and values", () => {
    const grid: GridSpec = {
      ...EMPTY,
      axes: [
        { name: 'a"b', kind: "list", values: ["\u2028", 'say "x"', true, -0, 1e21] },
        { name: "Z", kind: "range", from: 0.1, step: 0.1, count: 3 },
      ],
      add: [{ other: "x" }],
    };
    const params: Params = { ä: false, b: 'ü\n"', 'a"b': 0, Z: 9 };
    const opened = openGrid(grid, params);
    const texts = Array.from({ length: opened.count }, (_, cell) => opened.textAt(cell));
    expect(texts).toEqual([...opened.cells(0, opened.count)].map(canonicalJson));
    expect(() => opened.textAt(opened.count)).toThrow(RangeError);
    expect(openGrid(EMPTY, {}).textAt(0)).toBe("{}");
    const long = openGrid(
      { ...EMPTY, axes: [million("n"), { name: "m", kind: "list", values: [1, 2] }], maxCells: 2e6 },
      {},
    );
    expect(long.textAt(1_999_998)).toBe('{"m":1,"n":1000000}');
  });

  it("agrees with cartesian-product on every small grid, and indexOf undoes cellAt", () => {
    fc.assert(
      fc.property(gridSpecs(), (grid) => {
        const params: Params = { a: 1, b: 2, c: 3, other: true };
        const kept = (previewCells(grid, params) ?? []).filter((row) => row.cell !== null);
        const opened = openGrid(grid, params);
        const cells = [...opened.cells(0, opened.count)];
        expect(cells).toEqual(kept.map((row) => row.params));
        expect(cells.map((_, cell) => opened.textAt(cell))).toEqual(cells.map(canonicalJson));
        expect(cells.map((cell) => opened.indexOf(cell))).toEqual(kept.map((row) => row.cell));
      }),
    );
  });
});

function million(name: string): AxisSpec {
  return { name, kind: "range", from: 1, step: 1, count: 1_000_000 };
}

function gridSpecs(): fc.Arbitrary<GridSpec> {
  const values = fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 });
  const step = fc.constantFrom(1, 2, 0.1, 0.25, -0.5, 1e-3);
  const shapes = fc.oneof(
    values.map((list) => ({ kind: "list" as const, values: list })),
    fc.record({
      kind: fc.constant("range" as const),
      from: fc.integer({ min: -5, max: 5 }),
      step,
      count: fc.integer({ min: 1, max: 12 }),
    }),
    fc.record({
      kind: fc.constant("log" as const),
      from: fc.constant(0.01),
      to: fc.constantFrom(5, 0.001),
      count: fc.integer({ min: 1, max: 9 }),
    }),
  );
  const axes = fc
    .array(shapes, { maxLength: 3 })
    .map((list) => list.map((shape, i): AxisSpec => ({ name: ["a", "b", "c"][i] ?? "", ...shape })));
  const where = fc.constantFrom(null, "a < b", "a * 2.0 <= b + c", "other && a != 3", "a + b + c > 1000.0");
  const exclude = fc.array(fc.record({ a: fc.integer({ min: -9, max: 9 }) }), { maxLength: 2 });
  const add = fc.uniqueArray(
    fc.record({ a: fc.integer({ min: 100, max: 103 }), b: fc.constant(0), c: fc.constant(0) }),
    { maxLength: 2, selector: (cell) => cell.a },
  );
  return fc.record({ axes, where, exclude, add, maxCells: fc.constant(100_000) });
}
