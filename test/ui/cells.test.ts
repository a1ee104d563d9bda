import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitsOf, limitsText } from "../../ui/src/screens/sweep/limits.ts";
import { paramsAt } from "../../ui/src/screens/sweep/cell-params.ts";
import { densityOf } from "../../ui/src/screens/sweep/worker/density.ts";
import { topCells } from "../../ui/src/screens/sweep/worker/top-cells.ts";

const values = fc.array(fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.constant(Number.NaN)), {
  maxLength: 200,
});

describe("the first cells", () => {
  it("are those of a full sort, without the cells that have no value or do not count", () => {
    fc.assert(
      fc.property(
        values,
        fc.boolean(),
        fc.integer({ min: 1, max: 20 }),
        fc.func(fc.boolean()),
        (all, isLowFirst, count, counts) => {
          const column = Float32Array.from(all);
          const chosen = Uint8Array.from(column, (_, cell) => (counts(cell) ? 1 : 0));
          const sign = isLowFirst ? 1 : -1;
          const sorted = [...column.keys()]
            .filter((cell) => chosen[cell] === 1 && !Number.isNaN(column[cell]))
            .sort((one, other) => sign * ((column[one] ?? 0) - (column[other] ?? 0)) || one - other);
          const top = topCells({ values: column, chosen, isLowFirst, count });
          expect([...top.cells]).toEqual(sorted.slice(0, count));
          expect(top.ranked).toBe(sorted.length);
        },
      ),
    );
  });
});

describe("the density of lines", () => {
  it("counts each cell once between every two lines, or says that it does not draw it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        (long, short, added) => {
          const onAxes = long * short;
          const column = Float32Array.from({ length: onAxes + added }, (_, cell) =>
            cell % 7 === 3 ? Number.NaN : Math.sin(cell),
          );
          const places = { cells: column.length, onAxes, lengths: [long, short], raw: null };
          const { chosen, cells, notDrawn } = densityOf({ places, values: column, chosen: null, axes: [0, 1] });
          for (const counts of chosen) expect(counts.reduce((sum, one) => sum + one, 0)).toBe(cells);
          expect(cells + notDrawn).toBe(column.length);
        },
      ),
    );
  });
});

describe("parameters of a cell", () => {
  it("are the values at its place on each axis", () => {
    const axes = [
      { name: "fast", values: [5, 10], ordered: true },
      { name: "slow", values: [50, 100, 200], ordered: true },
    ];
    expect(paramsAt({ axes }, [0, 0])).toEqual({ fast: 5, slow: 50 });
    expect(paramsAt({ axes }, [1, 2])).toEqual({ fast: 10, slow: 200 });
  });
});

describe("limits in the address", () => {
  it.each([
    ["0.5..1.2", { low: 0.5, high: 1.2 }],
    ["-1e-3..", { low: -0.001, high: null }],
    ["..7", { low: null, high: 7 }],
  ])("are read and written again: %s", (text, limits) => {
    expect(limitsOf(text)).toEqual(limits);
    expect(limitsOf(limitsText(limits))).toEqual(limits);
  });

  it.each(["..", "", "a..b", "1", null])("are none when nothing is limited: %s", (text) => {
    expect(limitsOf(text)).toBeNull();
  });
});
