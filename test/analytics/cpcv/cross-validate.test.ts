import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpcvStatistics } from "../../../src/analytics/cpcv/cpcv-statistics.ts";
import { cpcvVerdict } from "../../../src/analytics/cpcv/describe-cpcv.ts";
import { type CpcvPaths, crossValidate } from "../../../src/analytics/cpcv/cross-validate.ts";
import { groupSplits, segmentStarts } from "../../../src/analytics/cpcv/group-splits.ts";

const PER_YEAR = 252;

describe("groups", () => {
  it("four with two tested make six splits and three paths, as one can write down", () => {
    const { tested, paths } = groupSplits(4, 2);
    expect(tested).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(paths).toEqual([
      [0, 0, 1, 2],
      [1, 3, 3, 4],
      [2, 4, 5, 5],
    ]);
  });

  it("are each taken once from each split that tests them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 8 }), (groups, most) => {
        const test = Math.min(most, groups - 1);
        const { tested, paths } = groupSplits(groups, test);
        const used = paths.flatMap((path) => path.map((split, group) => `${split}:${group}`));
        const wanted = tested.flatMap((split, number) => split.map((group) => `${number}:${group}`));
        expect(used.toSorted()).toEqual(wanted.toSorted());
      }),
    );
  });
});

interface Sample {
  readonly returns: readonly (readonly number[])[];
  readonly groups: number;
  readonly test: number;
  readonly purge: number;
  readonly embargo: number;
  readonly perGroup: number;
}

const samples: fc.Arbitrary<Sample> = fc
  .record({
    groups: fc.integer({ min: 3, max: 6 }),
    test: fc.integer({ min: 1, max: 2 }),
    purge: fc.integer({ min: 0, max: 2 }),
    embargo: fc.integer({ min: 0, max: 2 }),
    perGroup: fc.integer({ min: 8, max: 12 }),
    cells: fc.integer({ min: 2, max: 5 }),
    seed: fc.integer({ min: 1, max: 2 ** 30 }),
  })
  .map(({ cells, seed, ...rest }) => {
    let state = seed;
    const next = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state / 0x7fffffff - 0.48) / 50;
    };
    const count = rest.groups * rest.perGroup;
    return { ...rest, returns: Array.from({ length: cells }, () => Array.from({ length: count }, next)) };
  });

function sharpe(returns: readonly number[]): number {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1);
  return (mean / Math.sqrt(variance)) * Math.sqrt(PER_YEAR);
}

/** By its definition, return by return: no sums of segments. */
function slowly({ returns, groups, test, purge, embargo, perGroup }: Sample) {
  const { tested, paths } = groupSplits(groups, test);
  const groupOf = (bar: number): number => Math.floor(bar / perGroup);
  const bars = Array.from({ length: groups * perGroup }, (_, bar) => bar);
  const splits = tested.map((split) => {
    const isTested = (bar: number): boolean => split.includes(groupOf(bar));
    const isNear = (bar: number): boolean => {
      const before = bars.some((other) => isTested(other) && bar > other && bar - other <= purge + embargo);
      const after = bars.some((other) => isTested(other) && bar < other && other - bar <= purge);
      return before || after;
    };
    const training = bars.filter((bar) => !isTested(bar) && !isNear(bar));
    const trained = returns.map((own) => sharpe(training.map((bar) => own[bar] ?? 0)));
    const cell = trained.indexOf(Math.max(...trained));
    const outside = returns.map((own) => sharpe(bars.filter(isTested).map((bar) => own[bar] ?? 0)));
    const below = outside.filter((value) => value < (outside[cell] ?? 0)).length;
    return { cell, outside: outside[cell] ?? 0, rank: (below + 1) / (returns.length + 1) };
  });
  const joined = paths.map((path) =>
    sharpe(bars.map((bar) => returns[splits[path[groupOf(bar)] ?? 0]?.cell ?? 0]?.[bar] ?? 0)),
  );
  return { splits, paths: joined };
}

async function quickly({ returns, groups, test, purge, embargo, perGroup }: Sample): Promise<CpcvPaths> {
  const starts = segmentStarts(
    Array.from({ length: groups + 1 }, (_, group) => group * perGroup),
    { purge, embargo },
  );
  if (starts === null) throw new Error("A group has no middle");
  const sumsOf = (value: (one: number) => number) =>
    starts
      .slice(1)
      .map((to, segment) =>
        Float64Array.from(returns, (own) => own.slice(starts[segment], to).reduce((sum, one) => sum + value(one), 0)),
      );
  return crossValidate(
    {
      groups,
      test,
      sums: sumsOf((one) => one),
      squares: sumsOf((one) => one * one),
      lengths: starts.slice(1).map((to, segment) => to - (starts[segment] ?? 0)),
      competes: () => true,
      perYear: PER_YEAR,
      riskFree: 0,
    },
    () => Promise.resolve(),
  );
}

describe("cross-validation", () => {
  it("agrees with its definition on the returns themselves", async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (sample) => {
        const [quick, slow] = [await quickly(sample), slowly(sample)];
        expect(quick.splits.map(({ cell }) => cell)).toEqual(slow.splits.map(({ cell }) => cell));
        for (const [number, split] of quick.splits.entries()) {
          expect(split.outside).toBeCloseTo(slow.splits[number]?.outside ?? Number.NaN, 8);
          expect(split.rank).toBeCloseTo(slow.splits[number]?.rank ?? Number.NaN, 12);
        }
        for (const [number, value] of quick.paths.entries()) expect(value).toBeCloseTo(slow.paths[number] ?? 0, 8);
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  it("chooses no cell that may not compete, and has no path without one", async () => {
    const sums = Array.from({ length: 9 }, () => Float64Array.of(0.01, 0.02));
    const input = {
      groups: 3,
      test: 1,
      sums,
      squares: sums.map(() => Float64Array.of(0.001, 0.001)),
      lengths: sums.map(() => 5),
      perYear: PER_YEAR,
      riskFree: 0,
    };
    const one = await crossValidate({ ...input, competes: (cell) => cell === 0 }, () => Promise.resolve());
    expect(one.splits.map(({ cell, rank }) => [cell, rank])).toEqual([
      [0, Number.NaN],
      [0, Number.NaN],
      [0, Number.NaN],
    ]);
    const none = await crossValidate({ ...input, competes: () => false }, () => Promise.resolve());
    expect([...none.paths]).toEqual([Number.NaN]);
    const statistics = cpcvStatistics(none);
    expect(statistics.sharpe_median).toMatchObject({ value: null, reason: "too_few_bars" });
    expect([statistics.splits.value, statistics.paths.value, cpcvVerdict(statistics)]).toEqual([3, 1, "unknown"]);
  });

  it("says of its paths what numpy says of the same numbers", () => {
    const splits = [0.2, 0.6, 0.9].map((rank) => ({ tested: [0], cell: 0, trained: 1, outside: 1, rank }));
    const { sharpe_median, sharpe_mean, sharpe_low, sharpe_high, sharpe_deviation, loss_share, overfit_share } =
      cpcvStatistics({ splits, paths: Float64Array.of(0.4, -0.2, 1.1, 0.3, Number.NaN) });
    const values = [sharpe_median, sharpe_mean, sharpe_low, sharpe_high, sharpe_deviation, loss_share, overfit_share];
    // numpy: median, mean, quantile 0.05 and 0.95, std with ddof=1 of [-0.2, 0.3, 0.4, 1.1]
    const wanted = [0.35, 0.4, -0.125, 0.995, 0.535412613473634, 0.25, 1 / 3];
    for (const [at, { value }] of values.entries()) expect(value).toBeCloseTo(wanted[at] ?? 0, 12);
  });
});
