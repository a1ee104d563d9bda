import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DRAWS, type DrawSpec } from "../../../src/core/spec/search/search-spec.ts";
import type { AxisSpec, GridSpec } from "../../../src/factory/dag-spec.ts";
import { openAxisDraw } from "../../../src/factory/draw/axis-draw.ts";
import { openGrid } from "../../../src/factory/grid/open-grid.ts";
import { loadText } from "../support/load-text.ts";

const EMPTY: GridSpec = { axes: [], where: null, exclude: [], add: [], maxCells: 100_000 };
const AXES: readonly AxisSpec[] = [
  { name: "fast", kind: "range", from: 1, step: 1, count: 40 },
  { name: "slow", kind: "log", from: 10, to: 1000, count: 1_000_001 },
  { name: "exit", kind: "list", values: ["cross", "stop"] },
];

function cellsOf(grid: GridSpec) {
  const opened = openGrid(grid, { fast: 1, slow: 2, exit: "cross" });
  return [...opened.cells(0, opened.count)];
}

describe("a grid of which cells are drawn", () => {
  it.each(DRAWS)("has %s cells that differ, the same for the same seed, others for another", (method) => {
    const grid = (seed: number): GridSpec => ({ ...EMPTY, axes: AXES, draw: { method, n: 60, seed } });
    const cells = cellsOf(grid(1));
    expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(60);
    expect(cellsOf(grid(1))).toEqual(cells);
    expect(cellsOf(grid(2))).not.toEqual(cells);
    expect(new Set(cells.map(({ exit }) => exit))).toEqual(new Set(["cross", "stop"]));
    expect(cells.every(({ fast }) => Number.isInteger(fast))).toBe(true);
  });

  it("draws only what where and exclude keep", () => {
    const grid: GridSpec = {
      ...EMPTY,
      axes: AXES,
      where: "fast * 20.0 < slow",
      exclude: [{ exit: "stop" }],
      draw: { method: "random", n: 50, seed: 0 },
    };
    const cells = cellsOf(grid);
    expect(cells).toHaveLength(50);
    expect(cells.every(({ fast, slow, exit }) => Number(fast) * 20 < Number(slow) && exit === "cross")).toBe(true);
  });

  it("is the whole grid when it asks for as many cells as there are", () => {
    const axes = AXES.filter(({ name }) => name !== "slow");
    const draw: DrawSpec = { method: "sobol", n: 80, seed: 0 };
    expect(cellsOf({ ...EMPTY, axes, draw })).toEqual(cellsOf({ ...EMPTY, axes }));
  });

  it("has fewer cells where hardly any are left, and ends", () => {
    const grid: GridSpec = { ...EMPTY, axes: AXES, where: "fast == 3", draw: { method: "random", n: 5000, seed: 0 } };
    const { length } = cellsOf(grid);
    expect(length).toBeGreaterThan(2000);
    expect(length).toBeLessThan(5000);
  });

  it("numbers its cells by their draws, and finds each again by its parameters", () => {
    fc.assert(
      fc.property(fc.constantFrom(...DRAWS), fc.integer({ min: 1, max: 70 }), fc.nat(1000), (method, n, seed) => {
        const grid = openGrid({ ...EMPTY, axes: AXES, draw: { method, n, seed } }, {});
        for (let cell = 0; cell < grid.count; cell++) expect(grid.indexOf(grid.cellAt(cell))).toBe(cell);
        expect(grid.indexOf({ fast: 0, slow: 0, exit: "cross" })).toBeNull();
        for (const axis of grid.axes) {
          const values = Array.from({ length: axis.count }, (_, place) => axis.valueAt(place));
          expect(values.map((value) => axis.indexOf(value))).toEqual([...values.keys()]);
        }
      }),
    );
  });

  it("refuses more than max_cells before it draws any", () => {
    const draw: DrawSpec = { method: "random", n: 1_000_000, seed: 0 };
    expect(() => openGrid({ ...EMPTY, axes: AXES, draw }, {})).toThrow(/The search has 1000000 cells/);
  });
});

describe("the place that a number leads to", () => {
  it("gives each tenfold of a logarithmic whole number the same share", () => {
    const axis = openAxisDraw({ name: "n", kind: "range", from: 1, step: 1, count: 1000, spread: "log" });
    const places = Array.from({ length: 10_000 }, (_, at) => axis.placeAt((at + 0.5) / 10_000) + 1);
    const share = (from: number, to: number) => places.filter((value) => value >= from && value < to).length / 10_000;
    expect([share(1, 10), share(10, 100), share(100, 1001)]).toEqual([
      expect.closeTo(0.387, 2),
      expect.closeTo(0.31, 2),
      expect.closeTo(0.303, 2),
    ]);
  });

  it("is found again from the middle of its numbers, on every axis", () => {
    const axes: readonly AxisSpec[] = [
      ...AXES,
      { name: "n", kind: "range", from: 2, step: 3, count: 50, spread: "log" },
    ];
    for (const spec of axes) {
      const axis = openAxisDraw(spec);
      for (const place of [0, 1, spec.kind === "list" ? 1 : 39]) expect(axis.placeAt(axis.unitOf(place))).toBe(place);
      expect([axis.placeAt(0), axis.placeAt(1) >= 1]).toEqual([0, true]);
    }
  });
});

function dag(grid: string, search: string): string {
  return `id: x\nbacktest:\n  strategy: sma_cross\n  data: { dataset: sp500 }\n  param_grid: ${grid}\n  search: ${search}\n`;
}

async function findings(grid: string, search: string): Promise<readonly string[]> {
  const { diagnostics } = await loadText(dag(grid, search));
  return diagnostics.map(({ severity, code, message, hint }) => `${severity} ${code} ${message} ${hint ?? ""}`);
}

describe("search in a DAG file", () => {
  it("gives ranges without steps values of few digits, and whole numbers steps of one", async () => {
    const grid =
      "{ fast: { from: 5, to: 60 }, slow: { from: 1, to: 900, log: true }, position_size: { from: 0.1, to: 0.9 } }";
    const { spec } = await loadText(dag(grid, "{ method: sobol, n: 10 }"));
    expect(spec?.backtests[0]?.grid).toMatchObject({
      axes: [
        { name: "fast", kind: "range", from: 5, step: 1, count: 56 },
        { name: "slow", kind: "range", from: 1, step: 1, count: 900, spread: "log" },
        { name: "position_size", kind: "range", from: 0.1, step: 1e-7, count: 8_000_001 },
      ],
      draw: { method: "sobol", n: 10, seed: 0 },
    });
  });

  const wide = "{ fast: { from: 5, to: 60 } }";
  it.each([
    [wide, "{ method: sobol }", 'error DAG_KEY_MISSING sobol needs "n"'],
    [wide, "{ method: sobol, n: 0 }", "error DAG_VALUE_INVALID"],
    [wide, "{ method: sobol, n: .nan }", "error DAG_VALUE_INVALID"],
    [wide, "{ method: sobol, n: 10000000 }", "error DAG_VALUE_INVALID"],
    [wide, "{ method: sobol, n: 200000 }", "error GRID_TOO_LARGE The search has 200000 cells"],
    [wide, "{ method: sobol, n: 100 }", "warning DAG_VALUE_INVALID The grid has 56 combinations"],
    [wide, "{ method: soboll, n: 100 }", "error DAG_VALUE_INVALID"],
    [wide, "{ method: grid, n: 10 }", 'error DAG_KEY_CONFLICT "n" does not count for method: grid'],
    [wide, "{ method: grid }", 'error GRID_INVALID Axis "fast" needs "step"'],
    [
      "{ fast: { from: 60, to: 5 } }",
      "{ method: random, n: 10 }",
      'error GRID_INVALID Axis "fast" ends at 5, below 60',
    ],
    [
      "{ fast: { from: 5, to: 5 } }",
      "{ method: random, n: 10 }",
      'error GRID_INVALID Axis "fast" begins where it ends',
    ],
    ["{ fast: { from: 1.5, to: 5 } }", "{ method: random, n: 3 }", "error PARAM_INVALID"],
    [
      "{ position_size: { from: 0, to: 1, log: true } }",
      "{ method: random, n: 3 }",
      "error GRID_INVALID A logarithmic",
    ],
    ["{ position_size: { from: .nan, to: 1 } }", "{ method: random, n: 3 }", "error DAG_VALUE_INVALID"],
    ["{ position_size: { from: 0.1, to: 7 } }", "{ method: random, n: 3 }", "error PARAM_INVALID"],
  ])("says of %s with %s: %s", async (grid, search, expected) => {
    const found = await findings(grid, search);
    expect(found.some((finding) => finding.startsWith(expected))).toBe(true);
  });

  it("says which line to write where a range without a step is not searched", async () => {
    const { diagnostics } = await loadText(dag(wide, "{ method: sobol, n: 10 }").replace(/ {2}search.*\n/, ""));
    expect(diagnostics[0]).toMatchObject({
      code: "GRID_INVALID",
      hint: expect.stringContaining("search: { method: sobol, n: 200 }"),
    });
  });
});
