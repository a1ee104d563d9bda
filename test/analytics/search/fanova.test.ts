import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/analytics/resampling/random.ts";
import { fanovaShares, treeShares } from "../../../src/analytics/search/fanova.ts";
import { growTree } from "../../../src/analytics/search/regression-tree.ts";

const golden = JSON.parse(readFileSync(new URL("./golden/fanova.json", import.meta.url), "utf8")) as {
  readonly points: readonly (readonly number[])[];
  readonly scores: readonly number[];
  readonly leaves: number;
  readonly shares: readonly number[];
};

function dataOf(points: readonly (readonly number[])[], scores: readonly number[]) {
  const axes = points[0]?.length ?? 0;
  const columns = Array.from({ length: axes }, (_, axis) => Float64Array.from(points, (point) => point[axis] ?? 0));
  return { columns, scores: Float64Array.from(scores) };
}

function spread(count: number, axes: number): readonly (readonly number[])[] {
  const random = createRandom(1);
  return Array.from({ length: count }, () => Array.from({ length: axes }, () => random.nextUnit()));
}

describe("the importance of axes", () => {
  it("in one tree is that of Optuna's fANOVA on the tree of scikit-learn", () => {
    const data = dataOf(golden.points, golden.scores);
    const leaves = growTree(data, Int32Array.from(golden.scores.keys()), 5);
    expect(leaves).toHaveLength(golden.leaves);
    const shares = treeShares(leaves, 3) ?? [];
    expect(shares.map((share) => share.toFixed(9))).toEqual(golden.shares.map((share) => share.toFixed(9)));
  });

  it("of one cut at a quarter is all on its axis", () => {
    const leaves = [
      { low: [0, 0], high: [0.25, 1], value: 4 },
      { low: [0.25, 0], high: [1, 1], value: 0 },
    ];
    expect(treeShares(leaves, 2)).toEqual([1, 0]);
  });

  it("of an axis that counts alone is nearly one, and of the others nearly nothing", () => {
    const points = spread(300, 3);
    const [first = 0, second = 1, third = 1] =
      fanovaShares(
        dataOf(
          points,
          points.map(([x = 0]) => x * x),
        ),
      ) ?? [];
    expect([first > 0.95, second < 0.02, third < 0.02]).toEqual([true, true, true]);
  });

  it("of two axes that count only together is small for each", () => {
    const points = spread(600, 2);
    const scores = points.map(([x = 0, y = 0]) => (x > 0.5 === y > 0.5 ? 1 : 0));
    for (const share of fanovaShares(dataOf(points, scores)) ?? [1]) expect(share).toBeLessThan(0.2);
  });

  it("is unknown for a handful of rows, and where nothing differs", () => {
    const points = spread(50, 2);
    expect(
      fanovaShares(
        dataOf(
          points.slice(0, 9),
          points.slice(0, 9).map(([x = 0]) => x),
        ),
      ),
    ).toBeNull();
    expect(
      fanovaShares(
        dataOf(
          points,
          points.map(() => 3),
        ),
      ),
    ).toBeNull();
  });
});
