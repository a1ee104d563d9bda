import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/analytics/resampling/random.ts";
import { type SearchAxis, tpeProposals, type TpeTrial } from "../../../src/analytics/search/tpe.ts";

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const [STARTUP, BATCH, BUDGET] = [15, 5, 75];

/** Branin's function on the unit square, with its sign turned: the greatest value is −0.397887 (Dixon & Szegő 1978). */
function branin([u = 0, v = 0]: readonly number[]): number {
  const [x, y] = [u * 15 - 5, v * 15];
  const inner = y - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6;
  return -(inner ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10);
}

/** A hill over a number, on one of five names alone. */
function namedHill([u = 0, name = 0]: readonly number[]): number {
  return (name === 3 ? 1 : 0) - Math.abs(u - 0.31);
}

type Task = readonly [axes: readonly SearchAxis[], score: (point: readonly number[]) => number];
const NUMBER: SearchAxis = { kind: "number" };
const TASKS: Readonly<Record<string, Task>> = {
  branin: [[NUMBER, NUMBER], branin],
  "a hill on one of five names": [[NUMBER, { kind: "choice", count: 5 }], namedHill],
};

function uniform(axes: readonly SearchAxis[], count: number, seed: number): readonly (readonly number[])[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () =>
    axes.map((axis) => (axis.kind === "number" ? random.nextUnit() : random.nextBelow(axis.count))),
  );
}

function bestOfTpe([axes, score]: Task, seed: number): number {
  const trials: TpeTrial[] = uniform(axes, STARTUP, seed).map((point) => ({ point, score: score(point) }));
  for (let round = 1; trials.length < BUDGET; round++) {
    const propose = tpeProposals(axes, trials, createRandom(seed, round));
    const batch = Array.from({ length: BATCH }, () => propose()[0] ?? []);
    trials.push(...batch.map((point) => ({ point, score: score(point) })));
  }
  return Math.max(...trials.map((trial) => trial.score));
}

function bestOfRandom([axes, score]: Task, seed: number): number {
  return Math.max(...uniform(axes, BUDGET, seed).map(score));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("a tree-structured Parzen estimator", () => {
  it.each(Object.entries(TASKS))("finds more of %s than draws of equal number, over twenty seeds", (_, task) => {
    const tpe = SEEDS.map((seed) => bestOfTpe(task, seed));
    const random = SEEDS.map((seed) => bestOfRandom(task, seed));
    expect(meanOf(tpe)).toBeGreaterThan(meanOf(random));
    const wins = tpe.filter((best, at) => best > (random[at] ?? 0)).length;
    expect(wins).toBeGreaterThanOrEqual(15);
  });

  it("proposes the same for the same trials and the same random numbers", () => {
    const [axes, score] = TASKS["branin"] ?? [[], branin];
    const trials = uniform(axes, 20, 1).map((point) => ({ point, score: score(point) }));
    const propose = (seed: number) => tpeProposals(axes, trials, createRandom(seed))();
    expect(propose(1)).toEqual(propose(1));
    expect(propose(1)).not.toEqual(propose(2));
  });

  it("stays inside the axes, and goes on where no trial has a result, or there is only one", () => {
    const axes: readonly SearchAxis[] = [NUMBER, { kind: "choice", count: 2 }];
    for (const count of [1, 2, 30]) {
      const trials = uniform(axes, count, 3).map((point) => ({ point, score: Number.NaN }));
      for (const [number = -1, name = -1] of tpeProposals(axes, trials, createRandom(5))()) {
        expect([number > 0 && number < 1, [0, 1].includes(name)]).toEqual([true, true]);
      }
    }
  });

  it("keeps the points of a batch apart", () => {
    const trials = uniform([NUMBER], 30, 1).map(([u = 0]) => ({ point: [u], score: -Math.abs(u - 0.5) }));
    const propose = tpeProposals([NUMBER], trials, createRandom(1));
    const batch = Array.from({ length: 20 }, () => propose()[0]?.[0] ?? 0);
    expect(Math.max(...batch) - Math.min(...batch)).toBeGreaterThan(0.1);
  });
});
