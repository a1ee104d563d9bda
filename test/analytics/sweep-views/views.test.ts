import { describe, expect, it } from "vitest";
import { plateauScore } from "../../../src/analytics/ranking/plateau-score.ts";
import { cellOfRaw, type CellPlaces, placeOf, rawOf } from "../../../src/analytics/sweep-views/cell-places.ts";
import { chooseCells } from "../../../src/analytics/sweep-views/choose-cells.ts";
import { heatmap, REDUCERS, type Reducer } from "../../../src/analytics/sweep-views/heatmap.ts";
import { histogram, percentileOf } from "../../../src/analytics/sweep-views/histogram.ts";
import { importance } from "../../../src/analytics/sweep-views/importance.ts";
import { middleOf, neighboursOf, plateauOf } from "../../../src/analytics/sweep-views/neighbours.ts";

/** 3 × 2 × 4 of which every fifth raw number is left out, and two cells that were added. */
const LENGTHS = [3, 2, 4];
const KEPT = Array.from({ length: 24 }, (_, raw) => raw).filter((raw) => raw % 5 !== 2);
const MAPPED: CellPlaces = {
  cells: KEPT.length + 2,
  lengths: LENGTHS,
  onAxes: KEPT.length,
  raw: Int32Array.from(KEPT),
};
const ALL: CellPlaces = { cells: 24, onAxes: 24, lengths: LENGTHS, raw: null };
const noise = (cell: number): number => Math.fround(Math.sin(cell * 12.9898) * 43.7 - cell / 3);
const valuesOf = ({ cells }: CellPlaces) =>
  Float32Array.from({ length: cells }, (_, cell) => (cell % 6 === 4 ? Number.NaN : noise(cell)));
const GRIDS: readonly (readonly [string, CellPlaces])[] = [
  ["whole", ALL],
  ["filtered, with added cells", MAPPED],
];

describe("where a cell stands", () => {
  it("is its number in mixed radix, the last axis fastest", () => {
    expect(placeOf(ALL, 0)).toEqual([0, 0, 0]);
    expect(placeOf(ALL, 23)).toEqual([2, 1, 3]);
    expect(placeOf(ALL, 9)).toEqual([1, 0, 1]);
    expect(placeOf(MAPPED, 2)).toEqual([0, 0, 3]);
    expect(placeOf(MAPPED, KEPT.length)).toBeNull();
  });

  it.each(GRIDS)("is found again, in a grid that is %s", (_, places) => {
    for (let cell = 0; cell < places.cells; cell++) {
      const raw = rawOf(places, cell);
      if (raw >= 0) expect(cellOfRaw(places, raw)).toBe(cell);
    }
    expect(cellOfRaw(MAPPED, 2)).toBe(-1);
    expect(cellOfRaw(ALL, 24)).toBe(-1);
  });
});

describe("a selection", () => {
  it.each(GRIDS)("agrees with asking each cell, in a grid that is %s", (_, places) => {
    const values = valuesOf(places);
    const masks = [null, Uint8Array.of(0, 1), Uint8Array.of(1, 0, 0, 1)];
    const chosen = chooseCells(places, { axes: masks, metrics: [{ values, low: -20, high: 30 }] });
    for (let cell = 0; cell < places.cells; cell++) {
      const place = placeOf(places, cell);
      const value = values[cell] ?? Number.NaN;
      const isIn =
        place !== null && place[1] === 1 && (place[2] === 0 || place[2] === 3) && value >= -20 && value <= 30;
      expect(chosen?.[cell]).toBe(Number(isIn));
    }
  });

  it("of everything is none", () => expect(chooseCells(ALL, { axes: [null, null, null], metrics: [] })).toBeNull());
});

const SLOW: Readonly<Record<Exclude<Reducer, "slice">, (values: readonly number[]) => number>> = {
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median: (values) => {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = sorted.length / 2;
    return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
  },
  count: (values) => values.length,
};

describe("a heat map", () => {
  it("is what a person would draw", () => {
    const places = { cells: 4, onAxes: 4, lengths: [2, 2], raw: null };
    const map = heatmap({
      places,
      values: Float32Array.of(1, 2, 3, Number.NaN),
      x: 1,
      y: 0,
      reduce: "max",
      chosen: null,
    });
    expect([...map.values]).toEqual([1, 2, 3, Number.NaN]);
    expect([...map.best]).toEqual([0, 1, 2, -1]);
    expect([...map.counts]).toEqual([1, 1, 1, 0]);
    expect(map).toMatchObject({ cells: 3, without: 1, offAxes: 0, columns: 2, rows: 2 });
  });

  it.each(REDUCERS.filter((reduce) => reduce !== "slice"))("of the %s agrees with gathering each field", (reduce) => {
    for (const [, places] of GRIDS) {
      const values = valuesOf(places);
      const chosen = chooseCells(places, { axes: [Uint8Array.of(1, 0, 1), null, null], metrics: [] });
      for (const [x, y] of [
        [0, 2],
        [2, 1],
        [1, null],
      ] as const) {
        const map = heatmap({ places, values, x, y, reduce, chosen });
        for (let field = 0; field < map.columns * map.rows; field++) {
          const [column, row] = [field % map.columns, Math.floor(field / map.columns)];
          const defined = [...values.keys()].flatMap((cell) => {
            const place = placeOf(places, cell);
            const isBehind = chosen?.[cell] === 1 && place?.[x] === column && (y === null || place[y] === row);
            return isBehind && !Number.isNaN(values[cell]) ? [values[cell] ?? 0] : [];
          });
          const slow = defined.length === 0 && reduce !== "count" ? Number.NaN : SLOW[reduce](defined);
          expect(map.values[field]).toSatisfy(
            (value: number) => Object.is(value, slow) || Math.abs(value - slow) < 1e-4,
          );
          expect(map.counts[field]).toBe(defined.length);
        }
        const counted = map.counts.reduce((sum, count) => sum + count, 0);
        expect(counted).toBe(map.cells);
        expect(map.cells + map.without + map.offAxes).toBe(chosen?.filter((one) => one === 1).length);
      }
    }
  });

  it("as a slice has one cell a field, or is refused", () => {
    const values = valuesOf(ALL);
    const chosen = chooseCells(ALL, { axes: [Uint8Array.of(0, 1, 0), null, null], metrics: [] });
    const map = heatmap({ places: ALL, values, x: 2, y: 1, reduce: "slice", chosen });
    expect([...map.best].filter((cell) => cell >= 0).every((cell) => placeOf(ALL, cell)?.[0] === 1)).toBe(true);
    expect(() => heatmap({ places: ALL, values, x: 2, y: 1, reduce: "slice", chosen: null })).toThrow(/all other axes/);
  });
});

describe("a histogram", () => {
  it("has a bar for every value, the greatest in the last one", () => {
    const { edges, bars, cells, without } = histogram({
      values: Float32Array.of(0, 1, 2, 3, 4, Number.NaN),
      chosen: null,
      bars: 4,
      range: null,
    });
    expect([...edges]).toEqual([0, 1, 2, 3, 4]);
    expect([...bars]).toEqual([1, 1, 1, 2]);
    expect([cells, without]).toEqual([5, 1]);
  });

  it.each([
    ["of noise", Array.from({ length: 999 }, (_, cell) => noise(cell)), null],
    ["of one value", [7, 7, 7], null],
    ["of nothing", [], null],
    ["with values beyond 32 bits", [1, 2, 1e39, -1e39], null],
    ["of infinite values alone", [1e39], null],
    ["of a range that some lie beyond", [1, 2, 3, 4, 5, 6], { low: 2.5, high: 4.5 }],
  ])("%s loses none of them", (_, values, range) => {
    const { edges, bars, cells } = histogram({ values: Float32Array.from(values), chosen: null, bars: 7, range });
    expect(bars.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    expect(cells).toBe(values.length);
    expect(edges.length).toBe(bars.length + 1);
    expect(edges.every(Number.isFinite)).toBe(true);
  });

  it("has the percentile of a value beside it", () => {
    const values = Float32Array.of(1, 2, 3, 4, Number.NaN);
    expect(percentileOf(3, values, null)).toBe(0.75);
    expect(percentileOf(1, values, Uint8Array.of(1, 1, 0, 0, 1))).toBe(0.5);
    expect(percentileOf(1, new Float32Array(), null)).toBeNaN();
  });
});

describe("importance", () => {
  it("of one axis alone is all of it, and of a pair what neither has", () => {
    const places = { cells: 4, onAxes: 4, lengths: [2, 2], raw: null };
    const alone = importance(places, Float32Array.of(1, 1, 3, 3), null);
    expect(alone.axes).toEqual([1, 0]);
    expect(alone.pairs[0]?.share).toBeCloseTo(0, 12);
    const together = importance(places, Float32Array.of(1, 0, 0, 1), null);
    expect(together.axes).toEqual([0, 0]);
    expect(together.pairs).toEqual([{ axes: [0, 1], share: 1 }]);
    expect(together).toMatchObject({ method: "exact", variance: 0.25, cells: 4, without: 0 });
  });

  it("adds up to all of the variance over two axes, whatever the values", () => {
    const places = { cells: 35, onAxes: 35, lengths: [7, 5], raw: null };
    const { axes, pairs } = importance(
      places,
      Float32Array.from({ length: 35 }, (_, cell) => noise(cell)),
      null,
    );
    expect([...axes, ...pairs.map(({ share }) => share)].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  it("does not change with the unit or the zero of the metric", () => {
    const values = Float32Array.from({ length: 24 }, (_, cell) => cell % 7);
    const { axes, pairs } = importance(ALL, values, null);
    const moved = importance(
      ALL,
      values.map((value) => 8 * value - 64),
      null,
    );
    for (const [axis, share] of axes.entries()) expect(moved.axes[axis]).toBeCloseTo(share, 6);
    for (const [pair, { share }] of pairs.entries()) expect(moved.pairs[pair]?.share).toBeCloseTo(share, 6);
  });

  it("says that it is weighted where a combination has no value, and is undefined without variance", () => {
    expect(importance(MAPPED, valuesOf(MAPPED), null).method).toBe("weighted");
    expect(importance(ALL, valuesOf(ALL), null)).toMatchObject({ method: "weighted", without: 4, cells: 20 });
    const flat = importance(ALL, new Float32Array(24).fill(2), null);
    expect(flat.axes.every(Number.isNaN)).toBe(true);
    expect(importance(ALL, new Float32Array(24).fill(Number.NaN), null).variance).toBeNaN();
  });
});

const ORDERS = LENGTHS.map((length) => Int32Array.from({ length }, (_, place) => place));

describe("neighbours", () => {
  it("are one step away on one axis by the order of its values", () => {
    const steps = neighboursOf(ALL, ORDERS, 9).map(({ axis, step, cell }) => [axis, step, cell]);
    expect(steps).toEqual([
      [0, "down", 1],
      [0, "up", 17],
      [1, "up", 13],
      [2, "down", 8],
      [2, "up", 10],
    ]);
    const unsorted = [null, null, Int32Array.of(2, 0, 1, 3)];
    expect(neighboursOf(ALL, unsorted, 0).map(({ step, cell }) => [step, cell])).toEqual([
      ["down", 2],
      ["up", 1],
    ]);
    expect(neighboursOf(MAPPED, ORDERS, KEPT.length)).toEqual([]);
  });

  it.each(GRIDS)("make the plateau that a sweep is judged by, in a grid that is %s", (_, places) => {
    const values = Float64Array.from(valuesOf(places));
    values[3] = Number.POSITIVE_INFINITY;
    const middle = middleOf(values);
    const positions = LENGTHS.map((_length, axis) =>
      Int32Array.from({ length: places.cells }, (_one, cell) => placeOf(places, cell)?.[axis] ?? -2 * (cell + 1)),
    );
    for (const orders of [ORDERS, [ORDERS[0] ?? null, null, ORDERS[2] ?? null]]) {
      const ordered = orders.map((order) => order !== null);
      for (const better of ["higher", "lower"] as const) {
        for (let cell = 0; cell < places.cells; cell++) {
          const judged = plateauScore({ cell, values, better, positions, ordered });
          const seen = plateauOf({ places, orders, better }, values, { cell, middle });
          expect(seen.reason).toBe(judged.reason);
          expect(seen.value ?? 0).toBeCloseTo(judged.value ?? 0, 10);
        }
      }
    }
  });
});
