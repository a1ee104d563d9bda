import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CpcvPaths, crossValidate } from "../../../src/analytics/cpcv/cross-validate.ts";
import { segmentStarts, trainedSegments } from "../../../src/analytics/cpcv/group-splits.ts";
import { blockStarts } from "../../../src/core/numbers/block-starts.ts";
import { sp500 } from "../../engine/support/sample-bars.ts";

/** What skfolio and numpy made of the same rules; written by `goldens/purged_sp500.py`. */
interface Golden {
  readonly lookbacks: readonly number[];
  readonly days: number;
  readonly groups: number;
  readonly test: number;
  readonly purge: number;
  readonly embargo: number;
  readonly splits: readonly {
    readonly trained_days: number;
    readonly cell: number;
    readonly trained: number;
    readonly outside: number;
  }[];
  readonly paths: readonly number[];
}

const golden = JSON.parse(readFileSync(new URL("goldens/purged-sp500.json", import.meta.url), "utf8")) as Golden;

/** Holds the index on the day after each day whose close is above that of `lookback` days before. */
function returnsOf(close: Float64Array, lookback: number): Float64Array {
  const returns = new Float64Array(close.length - 1);
  for (let day = lookback; day < returns.length; day++) {
    const [now = 0, next = 0, then = 0] = [close[day], close[day + 1], close[day - lookback]];
    returns[day] = now > then ? next / now - 1 : 0;
  }
  return returns.subarray(returns.length - golden.days);
}

describe("a cross-validation of momentum on the S&P 500", () => {
  const { groups, test, days } = golden;
  const starts = segmentStarts(blockStarts(days, groups), golden) ?? [];
  const lengths = starts.slice(1).map((to, at) => to - (starts[at] ?? 0));

  async function validated(): Promise<CpcvPaths> {
    const { close } = sp500();
    const cells = golden.lookbacks.map((lookback) => returnsOf(close, lookback));
    const sumsOf = (value: (one: number) => number) =>
      lengths.map((_, at) =>
        Float64Array.from(cells, (cell) =>
          cell.subarray(starts[at], starts[at + 1]).reduce((sum, one) => sum + value(one), 0),
        ),
      );
    return crossValidate(
      {
        groups,
        test,
        sums: sumsOf((one) => one),
        squares: sumsOf((one) => one * one),
        lengths,
        competes: () => true,
        perYear: 252,
        riskFree: 0,
      },
      () => Promise.resolve(),
    );
  }

  it("trains on the days that skfolio leaves in each split, and chooses the same cells with the same ratios", async () => {
    const { splits } = await validated();
    expect(
      splits.map(({ tested, cell, trained, outside }) => ({
        trained_days: trainedSegments(tested, groups).reduce((sum, segment) => sum + (lengths[segment] ?? 0), 0),
        cell,
        trained,
        outside,
      })),
    ).toEqual(
      golden.splits.map(({ trained, outside, ...same }) => ({
        ...same,
        trained: expect.closeTo(trained, 10),
        outside: expect.closeTo(outside, 10),
      })),
    );
  });

  it("puts the paths together as skfolio does", async () => {
    const { paths } = await validated();
    expect(Array.from(paths.toSorted())).toEqual(golden.paths.map((value) => expect.closeTo(value, 10)));
  });
});
