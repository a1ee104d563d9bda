import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { latinHypercubePoints } from "../../../src/factory/draw/latin-hypercube.ts";
import { MOST_SOBOL_AXES, sobolPoints } from "../../../src/factory/draw/sobol.ts";

const golden = JSON.parse(readFileSync(new URL("./golden/sobol.json", import.meta.url), "utf8")) as {
  readonly first: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly from1023: readonly (readonly number[])[];
};

function take(next: () => Float64Array, count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, () => [...next()]);
}

/** How many points of an axis lie in each of so many equal parts. */
function countsOf(points: readonly (readonly number[])[], axis: number, parts: number): readonly number[] {
  const counts = Array.from({ length: parts }, () => 0);
  for (const point of points) {
    const part = Math.floor((point[axis] ?? 0) * parts);
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}

function ones(length: number): readonly number[] {
  return Array.from({ length }, () => 1);
}

describe("a Sobol sequence", () => {
  it.each(Object.keys(golden.first))("without a seed is that of scipy in %s dimensions", (dimensions) => {
    expect(take(sobolPoints(Number(dimensions), null), 32)).toEqual(golden.first[dimensions]);
  });

  it("is that of scipy in all 40 dimensions, far from its beginning", () => {
    const next = sobolPoints(MOST_SOBOL_AXES, null);
    take(next, 1023);
    expect(take(next, 4)).toEqual(golden.from1023);
  });

  it("fills each of 64 equal parts of every axis once with 64 points, whatever the seed", () => {
    for (const seed of [0, 1, 4_294_967_295]) {
      const points = take(sobolPoints(5, seed), 64);
      for (let axis = 0; axis < 5; axis++) expect(countsOf(points, axis, 64)).toEqual(ones(64));
    }
  });

  it("is the same for the same seed, and another one for another", () => {
    const of = (seed: number) => take(sobolPoints(3, seed), 8);
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });
});

describe("a Latin hypercube", () => {
  it("has exactly one point in each n-th part of every axis", () => {
    for (const n of [1, 7, 100]) {
      const points = take(latinHypercubePoints(4, n, 3), n);
      for (let axis = 0; axis < 4; axis++) expect(countsOf(points, axis, n)).toEqual(ones(n));
    }
  });

  it("shuffles each axis by itself, the same way for the same seed", () => {
    const order = (seed: number, axis: number) =>
      take(latinHypercubePoints(2, 50, seed), 50).map((point) => Math.floor((point[axis] ?? 0) * 50));
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 0)).not.toEqual(order(1, 1));
    expect(order(1, 0)).not.toEqual(order(2, 0));
    expect(order(1, 0)).not.toEqual([...order(1, 0)].sort((a, b) => a - b));
  });
});
