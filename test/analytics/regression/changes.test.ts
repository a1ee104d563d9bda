import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareColumns, isChanged } from "../../../src/analytics/regression/compare-columns.ts";
import { compareTrades, type ComparedTrade } from "../../../src/analytics/regression/compare-trades.ts";
import { rankChanges, ranksAmong } from "../../../src/analytics/regression/rank-changes.ts";

const NONE = { absolute: 0, relative: 0 };

describe("a metric of many cells", () => {
  it("changed where it is another number, or undefined on one side alone (I10)", () => {
    const before = Float64Array.of(1, 2, Number.NaN, Number.NaN, 5);
    const after = Float64Array.of(1, 4, Number.NaN, 3, Number.NaN);
    expect(compareColumns(before, after)).toEqual({ changed: 3, lost: 1, gained: 1, largest: 1 });
  });

  it("has not changed within either tolerance", () => {
    expect(isChanged(1, 1.01, { absolute: 0.02, relative: 0 })).toBe(false);
    expect(isChanged(100, 101, { absolute: 0, relative: 0.01 })).toBe(false);
    expect(isChanged(100, 101.1, { absolute: 0.5, relative: 0.01 })).toBe(true);
    expect(isChanged(0, Number.MIN_VALUE, NONE)).toBe(true);
    expect(isChanged(Number.NaN, 0, { absolute: 1e9, relative: 1 })).toBe(true);
  });
});

/** Pearson's correlation of the ranks: the definition of Spearman's ρ. */
function slowSpearman(a: Int32Array, b: Int32Array): number {
  const mean = (a.length + 1) / 2;
  let [both, one, other] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - mean, (b[i] ?? 0) - mean];
    both += x * y;
    one += x * x;
    other += y * y;
  }
  return both / Math.sqrt(one * other);
}

describe("the order of cells", () => {
  it("is compared by Spearman's ρ, and by what is kept of the top", () => {
    const [before, reversed] = [Int32Array.of(1, 2, 3, 4), Int32Array.of(4, 3, 2, 1)];
    expect(rankChanges(before, before)).toEqual({ correlation: 1, kept: 4, top: 4 });
    expect(rankChanges(before, reversed, 2)).toEqual({ correlation: -1, kept: 0, top: 2 });
    expect(rankChanges(Int32Array.of(1), Int32Array.of(1)).correlation).toBeNull();
    const orders = fc.integer({ min: 2, max: 40 }).chain((count) => {
      const ranks = Array.from({ length: count }, (_, index) => index + 1);
      return fc.tuple(
        fc.shuffledSubarray(ranks, { minLength: count }),
        fc.shuffledSubarray(ranks, { minLength: count }),
      );
    });
    fc.assert(
      fc.property(orders, ([one, other]) => {
        const [a, b] = [Int32Array.from(one), Int32Array.from(other)];
        expect(rankChanges(a, b).correlation).toBeCloseTo(slowSpearman(a, b), 10);
      }),
    );
  });

  it("ranks some cells among themselves", () => {
    expect(ranksAmong(Int32Array.of(3, 1, 0, 2), Int32Array.of(0, -1, 1, 2), 3)).toEqual(Int32Array.of(2, 3, 1));
  });
});

const trade = (entryTime: number, changes: Partial<ComparedTrade> = {}): ComparedTrade => ({
  symbol: "A",
  side: "long",
  entryTime,
  exitTime: entryTime + 5,
  units: 1,
  entryPrice: 10,
  exitPrice: 11,
  pnl: 1,
  ...changes,
});

describe("trades", () => {
  it("are the same one by symbol, side and entry", () => {
    const before = [trade(1), trade(2), trade(3), trade(4)];
    const after = [trade(1), trade(2, { exitPrice: 12, pnl: 2 }), trade(3, { side: "short" }), trade(4)];
    expect(compareTrades(before, after)).toEqual({
      before: 4,
      after: 4,
      same: 2,
      changed: 1,
      added: 1,
      removed: 1,
      firstChange: 2,
    });
    expect(compareTrades(before, before)).toMatchObject({ same: 4, changed: 0, firstChange: null });
    expect(compareTrades([], [])).toMatchObject({ before: 0, same: 0, firstChange: null });
  });

  it("of one entry are paired in their order", () => {
    const twice = [trade(1), trade(1, { units: 2 })];
    expect(compareTrades(twice, twice)).toMatchObject({ same: 2 });
    expect(compareTrades(twice, [trade(1)])).toMatchObject({ same: 1, removed: 1, firstChange: 1 });
  });
});
